/** Stands before the line of JSON that the extension host prints. */
export const hostFigures = 'Figures of the extension host: ';
