import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import { expect, test } from "vitest";
import { makeCertificates } from "../../sim/cluster/certificates.ts";
import type { KeyPair } from "../../sim/wire/channel.ts";
import { testCertificates } from "../support/certificates.ts";
import { scenario } from "../support/scenario.ts";
import { startLiveApiserver } from "./support/live.ts";

const stranger = await makeCertificates({
  nowMillis: performance.timeOrigin,
  apiserverNames: [],
  admin: { name: "certified", groups: ["system:masters"] },
});

async function statusOf() {
  const { url } = await startLiveApiserver(scenario());
  return async (pair?: KeyPair, token?: string) => {
    const request = https.get(`${url}/api/v1/nodes`, {
      ca: testCertificates.ca,
      agent: false,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(pair && { key: pair.key, cert: pair.certificate }),
    });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  };
}

test("a certificate lets in that the cluster's authority has signed for a client", async () => {
  const status = await statusOf();
  expect(await status(testCertificates.admin)).toBe(200);
  expect(await status()).toBe(401);
});

test("a certificate that anyone else has signed, or that is a server's, does not", async () => {
  const status = await statusOf();
  expect(await status(stranger.admin)).toBe(401);
  expect(await status(testCertificates.apiserver)).toBe(401);
});

test("a token counts for who has no certificate that does", async () => {
  const status = await statusOf();
  expect(await status(stranger.admin, "admin-token")).toBe(200);
  expect(await status(stranger.admin, "monitor-token")).toBe(403);
  expect(await status(testCertificates.admin, "monitor-token")).toBe(200);
  expect(await status(testCertificates.admin, "wrong")).toBe(200);
});
