import assert from 'node:assert/strict';

describe('npm start', () => {
  it('opens a VS Code whose tree is filled without typing, and ends', async function () {
    this.timeout(240_000);
    const { projectFolder } = await import('../host/paths.mjs');
    const { run } = await import('../host/processes.mjs');
    const { code, output } = await run(process.execPath, ['test/host/start.mjs', '--once'], {
      cwd: projectFolder,
      env: { API7_CERTIFICATES_PREPARED: 'yes' },
    });
    assert.equal(code, 0, output);
    for (const row of ['Local APISIX', 'Local API7 Cloud', 'api.example.com, server, expires in 12 days'])
      assert.ok(output.includes(row), `${row} is not in:\n${output}`);
  });
});
