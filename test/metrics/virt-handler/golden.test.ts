import { expect, test, vi } from "vitest";
import { kubeVirtVersions } from "../../../sim/model/components.ts";
import type { Domain } from "../../../sim/model/domain.ts";
import { layoutOf, vcpuSlots } from "../../../sim/model/reading.ts";
import { DomainFamilies } from "../../../sim/metrics/virt-handler/domain-families.ts";
import { domain, instance } from "../../support/domain.ts";
import { textOf } from "../../support/page.ts";

// A reading in which each place holds its own number plus one half: the page shows where each value comes
// from, and what a release does to fractions. The state of vCPU 1 is "blocked"; its wait is not reported.
vi.mock(import("../../../sim/model/domain-reader.ts"), async (importOriginal) => {
  const original = await importOriginal();
  class PlaceReader extends original.DomainReader {
    readonly #domain: Domain;

    constructor(domain: Domain, seed: number) {
      super(domain, seed);
      this.#domain = domain;
    }

    override read(_t: number, into: Float64Array, offset = 0): void {
      const layout = layoutOf(this.#domain);
      for (let place = 0; place < layout.length; place++) into[offset + place] = place + 0.5;
      into[offset + layout.vcpu(0) + vcpuSlots.state] = 1;
      into[offset + layout.vcpu(1) + vcpuSlots.state] = 2;
      into[offset + layout.vcpu(1) + vcpuSlots.waitSeconds] = NaN;
    }
  }
  return { ...original, DomainReader: PlaceReader };
});

test.each(kubeVirtVersions)(
  "%s: a page is to the byte what it was when a person last looked at it",
  async (version) => {
    const handler = new DomainFamilies({ version, seed: 1, nodeName: "node01" });
    for (const name of ["vm-b", "vm-a"]) {
      handler.setDomain({
        ...domain(name),
        filesystems: [
          { device: "vda1", type: "xfs", mountPoint: "/", capacityBytes: 2 ** 34 },
          { device: "sdb", type: "ntfs", mountPoint: "D:\\", capacityBytes: 2 ** 30 },
        ],
      });
      handler.setInstance(instance(name));
    }
    await expect(textOf(handler.families)).toMatchFileSnapshot(`testdata/${version}.txt`);
  },
);
