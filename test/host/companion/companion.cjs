// Installed into the profiles that `npm start` and the UI tests make, never shipped: does in VS Code what cannot be
// done from outside it. Without its variable it does nothing.
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, rmSync, watch, watchFile, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const vscode = require('vscode');

/** @param {vscode.ExtensionContext} context */
exports.activate = async ({ globalState, secrets }) => {
  const file = process.env['API7_CERTIFICATES_COMPANION'];
  if (!file) return;
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
  const { connections = [] } = JSON.parse(text);
  // Kept where tokens are: a reload has them still, and need not wait until each is written again; another browser has
  // none.
  const digest = createHash('sha256').update(text).digest('hex');
  if (connections.length > 0 && globalState.get('added') !== digest) {
    await addConnections(connections);
    await globalState.update('added', digest);
  }
  await watchRequests(`${file}.request`, secrets);
};

/**
 * Fills the tree, through what the extension offers in development.
 * @param {readonly { connection: unknown, token: string }[]} connections
 */
const addConnections = async (connections) => {
  const api = await vscode.extensions.getExtension('api7-certificates.api7-certificates')?.activate();
  for (const { connection, token } of connections) await api.addConnection(connection, token);
  await vscode.commands.executeCommand('api7Certificates.inventory.focus');
};

/**
 * VS Code reads the folder for the Explorer as soon as it can, and watches it only once everything else stands, by a
 * process that it starts then: what is written in between is on no screen until the Explorer is made to read again.
 * Writes a file that the Explorer hides, again and again, until VS Code says that it saw it.
 */
const untilFolderIsWatched = async () => {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) return;
  const probe = join(folder.uri.fsPath, '.DS_Store');
  const watcher = vscode.workspace.createFileSystemWatcher('**/.DS_Store');
  const write = () => writeFileSync(probe, String(Date.now()));
  const timer = setInterval(write, 100);
  await new Promise((resolve) => {
    watcher.onDidCreate(resolve);
    watcher.onDidChange(resolve);
    write();
  });
  clearInterval(timer);
  watcher.dispose();
  rmSync(probe);
};

/**
 * Makes the secret storage of every extension of this window fail, as one without a keyring does, until the window is
 * reloaded: they share a class, and the process.
 * @param {vscode.SecretStorage} secrets
 */
const loseSecrets = (secrets) => {
  const fail = () => Promise.reject(new Error('There is no keyring'));
  Object.assign(Object.getPrototypeOf(secrets), { get: fail, store: fail, delete: fail });
};

/**
 * VS Code in the browser does not see settings.json change on disk, so a test writes what it wants here: settings, then
 * connections, then commands by their ids; and waits until the folder is watched, where it is about to write there.
 * @param {string} file
 * @param {vscode.SecretStorage} secrets
 */
const watchRequests = (file, secrets) => {
  /** @type {Promise<void> | undefined} */
  let watched;
  // A reload of the window must not do a request again.
  let last = existsSync(`${file}.done`) ? readFileSync(`${file}.done`, 'utf8') : '';
  const apply = async () => {
    if (!existsSync(file)) return;
    const {
      id,
      settings = {},
      connections = [],
      commands = [],
      isWatched = false,
      areSecretsLost = false,
    } = JSON.parse(readFileSync(file, 'utf8'));
    if (id === last) return;
    last = id;
    for (const [name, value] of Object.entries(settings)) {
      await vscode.workspace.getConfiguration().update(name, value ?? undefined, vscode.ConfigurationTarget.Global);
    }
    if (connections.length > 0) await addConnections(connections);
    if (areSecretsLost) loseSecrets(secrets);
    for (const command of commands) await vscode.commands.executeCommand(command);
    if (isWatched) await (watched ??= untilFolderIsWatched());
    writeFileSync(`${file}.done`, id);
  };
  // At once where the system tells of changes, and soon where it does not.
  watch(dirname(file), (_event, name) => (name === basename(file) ? apply() : undefined)).on('error', () => undefined);
  watchFile(file, { interval: 500 }, apply);
  // What was asked for before this extension woke.
  return apply();
};
