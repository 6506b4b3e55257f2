// node verify_with_sigstore.cjs MODULES BUNDLE KEY [CERTIFICATE...]: verify with the library of Sigstore, offline.
// CERTIFICATE: the chain of a time-stamping authority, its own first; without any, no time-stamp is asked for.
const { readFileSync } = require("node:fs");
const { createPublicKey } = require("node:crypto");
const { join } = require("node:path");
const [modules, bundle, key, ...chain] = process.argv.slice(2);
const load = (name) => require(join(modules, "@sigstore", name));
const { bundleFromJSON } = load("bundle");
const { Verifier, toSignedEntity } = load("verify");
const { X509Certificate } = load("core");

const read = bundleFromJSON(JSON.parse(readFileSync(bundle, "utf8")));
const publicKey = createPublicKey(readFileSync(key, "utf8"));
const certChain = chain.map((file) => X509Certificate.parse(readFileSync(file, "utf8")));
const validFor = { start: new Date(0), end: new Date("2100-01-01") };
const trust = {
  certificateAuthorities: [],
  timestampAuthorities: certChain.length ? [{ certChain, validFor }] : [],
  tlogs: [],
  ctlogs: [],
  publicKey: () => ({ publicKey, validFor: () => true }),
};
const options = { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: certChain.length ? 1 : 0 };
new Verifier(trust, options).verify(toSignedEntity(read));
console.log(JSON.parse(read.content.dsseEnvelope.payload).predicateType);
