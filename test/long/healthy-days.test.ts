import { test } from "vitest";
import { expectHealthFor } from "../support/healthy-cluster.ts";

test("a healthy cluster looks healthy for three simulated days", async () => {
  await expectHealthFor(72);
}, 900_000);
