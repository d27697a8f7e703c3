/** Themes of pictures of the whole window. */
export const themes = ['light', 'dark', 'hc'] as const;
/** Themes that pages are looked at in. */
export const pageThemes = [...themes, 'hc-light'] as const;
export type Theme = (typeof pageThemes)[number];

/** The theme's id in VS Code, and the class that the workbench wears once it shows it. */
export const themeFacts: Readonly<Record<Theme, { readonly id: string; readonly className: string }>> = {
  light: { id: 'Light 2026', className: 'vscode-theme-defaults-themes-2026-light-json' },
  dark: { id: 'Dark 2026', className: 'vscode-theme-defaults-themes-2026-dark-json' },
  hc: { id: 'Default High Contrast', className: 'hc-black' },
  'hc-light': { id: 'Default High Contrast Light', className: 'hc-light' },
};
