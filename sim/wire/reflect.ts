/**
 * tsyringe, by which @peculiar/x509 finds its algorithms, asks Reflect for decorator metadata as it loads and
 * refuses without. The library is compiled without such metadata, so "none" is the whole answer.
 */
const noMetadata = {
  getMetadata: () => undefined,
  getOwnMetadata: () => undefined,
  defineMetadata: () => undefined,
};

if (!("getMetadata" in Reflect)) Object.assign(Reflect, noMetadata);
