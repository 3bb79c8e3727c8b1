import type { Domain } from "../../model/domain.ts";
import { random } from "../../model/random.ts";

/** `status.guestOSInfo` of a VMI, as the guest agent gives it. */
interface GuestOsInfo {
  readonly id: string;
  readonly name: string;
  readonly prettyName: string;
  readonly version: string;
  readonly versionId: string;
  readonly kernelRelease: string;
  readonly kernelVersion: string;
  readonly machine: string;
}

const linux = (
  id: string,
  name: string,
  version: string,
  versionId: string,
  kernelRelease: string,
  kernelVersion: string,
): GuestOsInfo => ({
  id,
  name,
  prettyName: `${name} ${version}`,
  version,
  versionId,
  kernelRelease,
  kernelVersion,
  machine: "x86_64",
});

/** Systems by the filesystem their cloud images come on. */
const systems: Readonly<Record<string, readonly GuestOsInfo[]>> = {
  xfs: [
    linux("centos", "CentOS Stream", "9", "9", "5.14.0-583.el9.x86_64", "#1 SMP PREEMPT_DYNAMIC"),
    linux(
      "rhel",
      "Red Hat Enterprise Linux",
      "9.6 (Plow)",
      "9.6",
      "5.14.0-570.12.1.el9_6.x86_64",
      "#1 SMP PREEMPT_DYNAMIC",
    ),
  ],
  ext4: [
    linux(
      "ubuntu",
      "Ubuntu",
      "24.04.2 LTS (Noble Numbat)",
      "24.04",
      "6.8.0-60-generic",
      "#63-Ubuntu SMP PREEMPT_DYNAMIC",
    ),
  ],
  NTFS: [
    {
      id: "mswindows",
      name: "Microsoft Windows",
      prettyName: "Windows 11 Enterprise",
      version: "Microsoft Windows 11",
      versionId: "11",
      kernelRelease: "26100",
      kernelVersion: "10.0",
      machine: "x86_64",
    },
  ],
};

/** What runs in a Domain, in keeping with its filesystems; the same after a restart. */
export function guestOsOf({ namespace, name, filesystems }: Domain): GuestOsInfo | undefined {
  const fitting = systems[filesystems[0]?.type ?? "xfs"] ?? systems["xfs"] ?? [];
  return fitting[Math.floor(random(0, "guest-os", namespace, name)() * fitting.length)];
}
