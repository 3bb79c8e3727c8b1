import { expect, test } from "vitest";
import { OptionsError, parseOptions } from "../../bench/options.ts";

const names = ["rendering", "against"];

test("without options everything is measured and printed as text", () => {
  expect(parseOptions([], names)).toEqual({ only: [], quick: false, format: "text", peers: [] });
});

test("each process belongs to the peer in the same place", () => {
  const given = ["--against", "http://a/metrics", "--against-pid", "7", "--against", "https://b/metrics"];
  expect(parseOptions(given, names).peers).toEqual([
    { url: "http://a/metrics", pid: 7 },
    { url: "https://b/metrics" },
  ]);
});

test.each([
  [["--fast"], /^Unknown option '--fast'$/],
  [["rendering"], /^Unexpected argument 'rendering'$/],
  [["--only", "speed"], /^--only: expected rendering, against, got "speed"$/],
  [["-o", "xml"], /^--output: expected text, markdown, json, got "xml"$/],
  [["--only", "against"], /^--only against: expected an --against URL/],
  [["--against", "peer:9100"], /^--against: expected the URL of a page of metrics, got "peer:9100"$/],
  [["--against", "file:///etc/passwd"], /^--against: expected the URL/],
  [["--against-pid", "7"], /^--against-pid: expected an --against/],
  [["--against", "http://a", "--against-pid", "self"], /^--against-pid: expected a process's number/],
])("%j gets one message that says what is wrong", (given, message) => {
  const parse = () => parseOptions(given, names);
  expect(parse).toThrow(OptionsError);
  expect(parse).toThrow(message);
});
