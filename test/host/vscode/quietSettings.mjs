/** Nothing that moves, asks or calls out while a test looks. */
export const quietSettings = {
  'chat.disableAIFeatures': true,
  'editor.cursorBlinking': 'solid',
  'editor.minimap.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  // Looks every two seconds into each process of the machine for what it listens on.
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.enableExperiments': false,
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.view.alwaysShowHeaderActions': true,
};

/** The extensions of VS Code's own that a test needs: themes, icons of files, Git, and the languages that ours looks into. */
export const neededExtensions = ['git', 'git-base', 'json', 'markdown-basics', 'theme-defaults', 'theme-seti', 'yaml'];
