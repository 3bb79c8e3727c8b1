/** What node-labeller's labels begin with; it takes away those of them that the host no longer has. */
const prefixes = {
  model: "cpu-model.node.kubevirt.io/",
  migrationModel: "cpu-model-migration.node.kubevirt.io/",
  feature: "cpu-feature.node.kubevirt.io/",
  timer: "cpu-timer.node.kubevirt.io/",
  vendor: "cpu-vendor.node.kubevirt.io/",
  hostModel: "host-model-cpu.node.kubevirt.io/",
  requiredFeature: "host-model-required-features.node.kubevirt.io/",
  hyperv: "hyperv.node.kubevirt.io/",
  machineType: "machine-type.node.kubevirt.io/",
} as const;

/** What libvirt says of the simulated hosts: two sockets of Intel's Cascade Lake, on CentOS Stream 9. */
const host = {
  vendor: "Intel",
  tscFrequencyHertz: 2_095_078_000,
  hostModel: "Cascadelake-Server",
  models: [
    ...["Broadwell", "Broadwell-IBRS", "Broadwell-noTSX", "Broadwell-noTSX-IBRS"],
    ...["Cascadelake-Server", "Cascadelake-Server-noTSX"],
    ...["Haswell", "Haswell-IBRS", "Haswell-noTSX", "Haswell-noTSX-IBRS"],
    ...["IvyBridge", "IvyBridge-IBRS", "Nehalem", "Nehalem-IBRS", "Penryn"],
    ...["SandyBridge", "SandyBridge-IBRS", "Westmere", "Westmere-IBRS"],
    ...["Skylake-Client", "Skylake-Client-IBRS", "Skylake-Client-noTSX-IBRS"],
    ...["Skylake-Server", "Skylake-Server-IBRS", "Skylake-Server-noTSX-IBRS"],
  ],
  features: [
    ...["amd-ssbd", "amd-stibp", "arch-capabilities", "hypervisor", "ibpb", "ibrs", "ibrs-all", "invtsc"],
    ...["md-clear", "mds-no", "pdpe1gb", "pku", "pmu", "pschange-mc-no", "rdctl-no", "skip-l1dfl-vmentry"],
    ...["ss", "ssbd", "stibp", "tsc_adjust", "tsx-ctrl", "umip", "vmx", "xsaves"],
  ],
  requiredFeatures: [
    ...["amd-ssbd", "amd-stibp", "arch-capabilities", "hypervisor", "ibpb", "ibrs", "ibrs-all", "md-clear"],
    ...["mds-no", "pdpe1gb", "pschange-mc-no", "rdctl-no", "skip-l1dfl-vmentry", "ss", "stibp", "tsc_adjust"],
    ...["tsx-ctrl", "umip", "vmx", "xsaves"],
  ],
  hypervFeatures: [
    ...["base", "frequencies", "ipi", "reenlightenment", "reset", "runtime", "synic", "synic2"],
    ...["synictimer", "time", "tlbflush", "vpindex"],
  ],
  machineTypes: [
    ...["pc-q35-rhel8.4.0", "pc-q35-rhel8.5.0", "pc-q35-rhel8.6.0", "pc-q35-rhel9.0.0", "pc-q35-rhel9.2.0"],
    ...["pc-q35-rhel9.4.0", "pc-q35-rhel9.6.0", "q35"],
  ],
} as const;

/**
 * The labels that node-labeller keeps on a node.
 *
 * Source: kubevirt pkg/virt-handler/node-labeller
 */
const hostLabels: Readonly<Record<string, string>> = {
  ...named(prefixes.model, host.models),
  ...named(prefixes.migrationModel, host.models),
  ...named(prefixes.feature, host.features),
  ...named(prefixes.vendor, [host.vendor]),
  ...named(prefixes.hostModel, [host.hostModel]),
  ...named(prefixes.requiredFeature, host.requiredFeatures),
  ...named(prefixes.hyperv, host.hypervFeatures),
  ...named(prefixes.machineType, host.machineTypes),
  [`${prefixes.timer}tsc-frequency`]: String(host.tscFrequencyHertz),
  [`${prefixes.timer}tsc-scalable`]: "true",
};

/** A node's labels with those of its host as they are now. */
export function withHostLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  const others = Object.entries(labels).filter(([key]) => !isHostLabel(key));
  return { ...Object.fromEntries(others), ...hostLabels };
}

function isHostLabel(key: string): boolean {
  return Object.values(prefixes).some((prefix) => key.startsWith(prefix));
}

function named(prefix: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [prefix + name, "true"]));
}
