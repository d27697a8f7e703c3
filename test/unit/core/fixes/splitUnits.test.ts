import assert from 'node:assert/strict';
import type { SplitGroup } from '../../../../src/core/fixes/splitUnits';
import { nameFiles, stemOf, toSafeName } from '../../../../src/core/fixes/splitUnits';

describe('toSafeName', () => {
  const cases: readonly [text: string, name: string][] = [
    ['ISRG Root X1', 'isrg-root-x1'],
    ['shop.example.com', 'shop.example.com'],
    ['*.example.com', 'wildcard.example.com'],
    ['Főtanúsítvány (Class Gold)', 'fotanusitvany-class-gold'],
    ['ＷＩＤＥ', 'wide'],
    ['证书', ''],
    ['', ''],
    ['../../etc/passwd', 'etc-passwd'],
    ['..\\..\\x', 'x'],
    ['/etc/cron.d/x', 'etc-cron.d-x'],
    ['C:\\x', 'c-x'],
    ['.bashrc', 'bashrc'],
    ['a..b...c', 'a.b.c'],
    ['a -. b', 'a.b'],
    ['trailing. ', 'trailing'],
    ['one\0two\nthree', 'one-two-three'],
    ['\u202Emoc.live', 'moc.live'],
    ['CON', 'certificate-con'],
    ['com1.example.com', 'certificate-com1.example.com'],
    ['COM¹', 'certificate-com1'],
    ['Contoso', 'contoso'],
    ['::1', '1'],
    ['-rf', 'rf'],
    ['$(reboot)', 'reboot'],
    ['x'.repeat(1000), 'x'.repeat(64)],
    [`${'x'.repeat(63)}.example`, 'x'.repeat(63)],
  ];
  for (const [text, name] of cases) it(JSON.stringify(text.slice(0, 40)), () => assert.equal(toSafeName(text), name));
});

describe('stemOf', () => {
  const cases: readonly [fileName: string, stem: string][] = [
    ['shop.pem', 'shop'],
    ['shop.example.com.CRT', 'shop.example.com'],
    ['shop.example.com', 'shop.example.com'],
    ['Shop_Prod-2.pem', 'Shop_Prod-2'],
    ['My Bundle.pem', 'my-bundle'],
    ['x$(touch PWNED).pem', 'x-touch-pwned'],
    ['`id`;reboot #.key', 'id-reboot'],
    ['-rf.pem', 'rf'],
    ['a\nb.pem', 'a-b'],
    ['!x.pem', 'x'],
    ['证书.pem', 'certificate'],
    ['.pem', 'certificate'],
    ['...', 'certificate'],
    ['.hidden.key', 'hidden'],
    ['shop..pem', 'shop'],
    ['aux.pem', 'certificate-aux'],
    [`${'é'.repeat(200)}.pem`, 'e'.repeat(64)],
    [`${'X'.repeat(200)}.pem`, 'x'.repeat(64)],
  ];
  for (const [fileName, stem] of cases)
    it(JSON.stringify(fileName.slice(0, 40)), () => assert.equal(stemOf(fileName), stem));
});

describe('nameFiles', () => {
  const group = (base: string, ...endings: readonly string[]): SplitGroup => ({
    base,
    files: endings.map((ending) => ({ ending, text: '', isSecret: false })),
  });
  const cases: readonly [
    what: string,
    groups: readonly SplitGroup[],
    taken: readonly string[],
    names: readonly string[],
  ][] = [
    ['free', [group('shop', '.crt', '.key')], ['shop.pem'], ['shop.crt', 'shop.key']],
    ['one taken: both are numbered', [group('shop', '.crt', '.key')], ['shop.key'], ['shop-2.crt', 'shop-2.key']],
    ['numbers taken as well', [group('shop', '.key')], ['shop.key', 'shop-2.key', 'shop-4.key'], ['shop-3.key']],
    ['in other letters', [group('shop', '.key')], ['SHOP.KEY'], ['shop-2.key']],
    ['accents written otherwise', [group('caf\u00e9', '.key')], ['cafe\u0301.key'], ['caf\u00e9-2.key']],
    [
      'two of a name',
      [group('r3', '.pem'), group('r3', '.pem'), group('r3', '.pem')],
      ['r3-2.pem'],
      ['r3.pem', 'r3-3.pem', 'r3-4.pem'],
    ],
    ['no two groups with one base', [group('shop', '.crt'), group('shop', '.key')], [], ['shop.crt', 'shop-2.key']],
    [
      'a base that a number makes',
      [group('shop', '.crt'), group('shop', '.crt'), group('shop-2', '.crt')],
      [],
      ['shop.crt', 'shop-2.crt', 'shop-2-2.crt'],
    ],
  ];
  for (const [what, groups, taken, names] of cases)
    it(what, () =>
      assert.deepEqual(
        nameFiles(groups, taken).map(({ name }) => name),
        names,
      ),
    );

  it('names a thousand alike in no time', () => {
    const names = nameFiles(
      Array.from({ length: 1000 }, () => group('ca', '.pem')),
      [],
    ).map(({ name }) => name);
    assert.equal(new Set(names).size, 1000);
    assert.equal(names.at(-1), 'ca-1000.pem');
  });
});
