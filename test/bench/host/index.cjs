// Loaded by VS Code's extension host, which calls run().
require('../../host/register.cjs');

exports.run = async () => {
  const { measureHost } = require('./measureHost');
  await measureHost();
};
