import { expect, test } from "vitest";
import { negotiateEncoding, textContentType } from "../../../sim/components/scrape/negotiation.ts";

test.each([
  [undefined, "identity"],
  ["", "identity"],
  ["gzip", "gzip"],
  ["gzip, deflate, br", "gzip"],
  ["deflate, gzip;q=0.5", "gzip"],
  ["gzip;q=0", "identity"],
  ["identity, gzip", "identity"],
  ["identity;q=0.5, gzip", "gzip"],
  ["*", "identity"],
  ["*;q=0.5, gzip", "gzip"],
  ["br", "identity"],
  ["GZIP", "gzip"],
] as const)("Accept-Encoding %j is answered with %s", (header, encoding) => {
  expect(negotiateEncoding(header)).toBe(encoding);
});

const prometheus3 =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";
const text = "text/plain; version=0.0.4; charset=utf-8";

test.each([
  [undefined, `${text}; escaping=underscores`],
  ["text/plain;version=0.0.4", `${text}; escaping=underscores`],
  ["text/plain;version=0.0.4;escaping=dots", `${text}; escaping=dots`],
  ["text/plain;version=0.0.4;escaping=nonsense", `${text}; escaping=underscores`],
  // client_golang keeps an escaping from a clause that it does not choose.
  [prometheus3, `${text}; escaping=allow-utf-8`],
  [
    "text/plain;version=0.0.4;q=0.9, text/plain;version=1.0.0;escaping=dots;q=0.1",
    `${text}; escaping=underscores`,
  ],
])("Accept %j is answered with the text format", (accept, contentType) => {
  expect(textContentType("v1.9", accept)).toBe(contentType);
  expect(textContentType("legacy", accept)).toBe(text);
});
