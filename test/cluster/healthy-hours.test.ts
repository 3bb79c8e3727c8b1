import { test } from "vitest";
import { expectHealthFor } from "../support/healthy-cluster.ts";

// Three days of it are in test/long/healthy-days.test.ts.
test("a healthy cluster looks healthy for hours: no error is counted, series neither come nor go, no alert has reason to fire", async () => {
  await expectHealthFor(3);
}, 120_000);
