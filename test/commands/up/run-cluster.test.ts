import { expect, test } from "vitest";
import { startingText } from "../../../sim/commands/up/run-cluster.ts";
import { scenario, virtualMachine } from "../../support/scenario.ts";

test("what is started counts VMs from manifests, and nothing else from them", () => {
  const manifests = [
    { apiVersion: "kubevirt.io/v1", kind: "VirtualMachine", metadata: { name: "a" } },
    { apiVersion: "v1", kind: "Secret", metadata: { name: "b" } },
  ];
  const virtualMachines = [virtualMachine("c")];
  expect(startingText(scenario({ virtualMachines, manifests }))).toBe(
    "Starting test: 3 nodes, 2 virtual machines.",
  );
  expect(startingText(scenario({ manifests }))).toBe("Starting test: 3 nodes, 1 virtual machine.");
});
