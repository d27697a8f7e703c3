/**
 * Gateways put private keys into answers: APISIX into every write's answer, into lists before 3.17, into the 404 of a
 * read whose id begins another one (`kvs`), and it echoes a broken request whole (`req_body`). All of it goes here, right
 * after parsing, before anything else looks at an answer.
 */
const secretMembers = new Set([
  'key', 'keys', 'privatekey', 'privatekeys', 'clientkey', 'apikey', 'adminkey', 'reqbody', 'kvs', 'secret', 'password',
  'passphrase', 'token', 'accesstoken', 'refreshtoken', 'authorization',
]);

/** Any other member that is named after a key: `tls_key`, `serverKey`. */
const keyName = /(?:[-_](?:[Kk]ey|KEY)|[a-z]Key)s?$/;

/** Deeper than any answer of a gateway; what lies below is dropped. */
const deepest = 64;

/** A private key inside another text, e.g. in `cert`, up to its end or the end of the text. */
const privateKeyBlock = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** Etcd's name of an object, which APISIX calls `key` too. */
const objectPath = /^[\w./-]{0,256}\/ssls?(?:\/[\w.-]{1,64})?$/;

/** A copy of `json` without members that hold key material or tokens, and without private key blocks inside texts. */
export function withoutKeyMaterial(json: unknown, depth = 0): unknown {
  if (typeof json === 'string') return json.replace(privateKeyBlock, '[private key removed]');
  if (typeof json !== 'object' || json === null) return json;
  if (depth >= deepest) return undefined;
  if (Array.isArray(json)) return json.map((item) => withoutKeyMaterial(item, depth + 1));
  const members = Object.entries(json);
  return Object.fromEntries(
    members
      .filter(([name, value]) => !isSecretMember(name) || isObjectPath(name, value, json))
      .map(([name, value]) => [name, (name === 'labels' ? ofLabels : withoutKeyMaterial)(value, depth + 1)]),
  );
}

function isSecretMember(name: string): boolean {
  return secretMembers.has(name.toLowerCase().replace(/[-_]/g, '')) || (keyName.test(name) && !/public/i.test(name));
}

/** Only beside what an envelope holds: an ssl object of its own never has these members. */
function isObjectPath(name: string, value: unknown, envelope: object): boolean {
  const isEnvelope = 'value' in envelope || 'node' in envelope || 'nodes' in envelope || 'deleted' in envelope;
  return name === 'key' && isEnvelope && typeof value === 'string' && objectPath.test(value);
}

/** A person may call a label `key`. Label values are short words; anything longer is not a label's. */
function ofLabels(labels: unknown, depth: number): unknown {
  if (typeof labels !== 'object' || labels === null || Array.isArray(labels)) return withoutKeyMaterial(labels, depth);
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([name, value]) => !isSecretMember(name) || (typeof value === 'string' && /^\S{1,256}$/.test(value)))
      .map(([name, value]) => [name, withoutKeyMaterial(value, depth + 1)]),
  );
}
