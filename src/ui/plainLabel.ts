/** A label, or a line below one, may hold icons as `$(name)`; what others named is not to make one. */
export const plainLabel = (text: string): string => text.replaceAll('$(', '$ (');
