import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { random } from "../../../sim/model/random.ts";
import { maxEndpointsPerSlice, pack } from "../../../sim/store/controllers/slice-packing.ts";
import type { SliceEndpoint } from "../../../sim/store/objects/endpoint-slice.ts";

type Slices = ReadonlyMap<string, readonly SliceEndpoint[]>;

const endpoint = (address: string, ready = true): SliceEndpoint => ({
  addresses: [address],
  conditions: { ready },
});
const wantedOf = (endpoints: readonly SliceEndpoint[]) =>
  new Map(endpoints.map((one) => [one.addresses[0] ?? "", one]));
const addresses = (slices: Slices) =>
  [...slices.values()].flatMap((endpoints) => endpoints.map((one) => one.addresses[0])).sort();

/** The slices after `pack`, and how many of them were written. */
function after(present: Slices, wanted: readonly SliceEndpoint[]) {
  const { changed, added } = pack(present, wantedOf(wanted), isDeepStrictEqual);
  const slices = new Map(present);
  for (const [name, endpoints] of changed) {
    if (endpoints.length === 0) slices.delete(name);
    else slices.set(name, endpoints);
  }
  added.forEach((endpoints, index) => slices.set(`new-${present.size}-${index}`, endpoints));
  return { slices, writes: changed.size + added.length };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => endpoint(`10.0.0.${index}`));

test("a thousand endpoints come in slices of a hundred", () => {
  const { slices } = after(new Map(), many(1006));
  expect([...slices.values()].map((endpoints) => endpoints.length)).toEqual([
    ...Array.from({ length: 10 }, () => 100),
    6,
  ]);
});

test("a change of one endpoint writes one slice: its readiness, its going, its replacement", () => {
  const { slices } = after(new Map(), many(950));
  const unready = many(950).map((one, index) => (index === 470 ? endpoint("10.0.0.470", false) : one));
  expect(after(slices, unready).writes).toBe(1);
  const gone = many(950).filter((_, index) => index !== 470);
  expect(after(slices, gone).writes).toBe(1);
  expect(after(slices, [...gone, endpoint("10.9.9.9")]).writes).toBe(1);
  const { slices: without } = after(slices, gone);
  expect(after(without, [...gone, endpoint("10.9.9.9")]).writes).toBe(1);
});

test("whatever comes and goes, each endpoint is in one slice, and none is too full", () => {
  const draw = random(1, "slices");
  let slices: Slices = new Map();
  let wanted: SliceEndpoint[] = [];
  for (let round = 0; round < 300; round++) {
    wanted = wanted.filter(() => draw() > 0.1);
    const more = Math.floor(draw() * 60);
    for (let nth = 0; nth < more; nth++) wanted.push(endpoint(`${round}.${nth}`, draw() > 0.5));
    ({ slices } = after(slices, wanted));
    expect(addresses(slices)).toEqual(wanted.map((one) => one.addresses[0]).sort());
    for (const endpoints of slices.values())
      expect(endpoints.length).toBeLessThanOrEqual(maxEndpointsPerSlice);
  }
});

test("what is as it should be is not written", () => {
  const { slices } = after(new Map(), many(250));
  expect(after(slices, many(250)).writes).toBe(0);
});
