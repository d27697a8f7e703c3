import assert from 'node:assert/strict';
import { isForeignPath, manifestNames, programNames } from '../../../../src/app/sources/foreignNames';

describe('files in which certificates may be values', () => {
  const globs = [manifestNames, programNames];
  /** Each name that a glob finds, with a word in place of its star. */
  const found = globs.map((glob) => {
    const [, before = '', names = '', after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(glob) ?? [];
    return names.split(',').map((name) => `${before}${name}${after}`.replaceAll('*', 'a'));
  });

  it('are the same to the search for them and to whoever reads one', () => {
    for (const name of found.flat()) {
      assert.match(name, /^(a\.[a-z\d]+|\.env|\.env\.a|kubeconfig)$/);
      assert.ok(isForeignPath(`/w/${name}`), name);
      assert.ok(isForeignPath(`/w/${name.toUpperCase()}`), name);
      assert.ok(!isForeignPath(`/w/node_modules/${name}`), name);
      assert.ok(!isForeignPath(`/w/${name}/b`), name);
    }
  });

  it('are each found once', () => assert.equal(new Set(found.flat()).size, found.flat().length));

  const others = [
    '/w/a.pem',
    '/w/a.crt',
    '/w/a.md',
    '/w/a.txt',
    '/w/yaml',
    '/w/a.yaml.bak',
    '/w/my.envs',
    '/w/xkubeconfig',
  ];
  for (const path of others) it(`are not ${path}`, () => assert.equal(isForeignPath(path), false));

  const usual = [
    'values.yaml',
    'docker-compose.yml',
    'main.tf',
    'terraform.tfstate',
    '.env.production',
    'deploy.sh',
    'main.go',
  ];
  for (const name of usual) it(`are ${name}`, () => assert.ok(isForeignPath(`/w/${name}`)));
});
