// Loaded beside the extension by `npm start` and the tests, never shipped. With API7_CERTIFICATES_COMPANION set to a JSON
// file of connections and tokens it adds them through the extension's development API, so that the tree is filled without
// typing. Without the variable it does nothing.
const { readFileSync } = require('node:fs');
const vscode = require('vscode');

exports.activate = async () => {
  const file = process.env['API7_CERTIFICATES_COMPANION'];
  if (!file) return;
  const extension = vscode.extensions.getExtension('api7-certificates.api7-certificates');
  const api = await extension?.activate();
  const standing = vscode.workspace.getConfiguration('api7Certificates').get('connections', []);
  for (const { connection, token } of JSON.parse(readFileSync(file, 'utf8'))) {
    // A reload of the window comes by here again.
    if (!standing.some((/** @type {{ id: string }} */ each) => each.id === connection.id)) await api.addConnection(connection, token);
  }
  await vscode.commands.executeCommand('api7Certificates.inventory.focus');
};
