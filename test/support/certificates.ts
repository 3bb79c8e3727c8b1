import { makeCertificates } from "../../sim/cluster/certificates.ts";

/** A CA and what it signed, made anew for each test file: making them takes some milliseconds. */
export const testCertificates = await makeCertificates({
  nowMillis: Date.now(),
  apiserverNames: [],
  admin: { name: "certified", groups: ["system:masters"] },
});
