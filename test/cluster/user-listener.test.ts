import { once } from "node:events";
import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { addressBlocks, usualUserPort } from "../../sim/cluster/addresses.ts";
import { checkUserListener, findUserListener } from "../../sim/cluster/user-listener.ts";

async function takenPort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return (server.address() as net.AddressInfo).port;
}

test("who named a port that is taken is told so; who named none gets another", async () => {
  const port = await takenPort();
  await expect(checkUserListener({ ip: "127.0.0.1", port })).rejects.toThrow(
    `port ${port} of 127.0.0.1 is taken by another program`,
  );
  const found = await findUserListener("127.0.0.1", port);
  expect(found.port).not.toBe(port);
  expect(found.port).toBeGreaterThan(0);
});

test("what is wrong with the address is said whether or not a port was named", async () => {
  const message = "--bind-address 192.0.2.77: this machine has no such address";
  await expect(findUserListener("192.0.2.77", 6443)).rejects.toThrow(message);
  await expect(findUserListener("nowhere", 6443)).rejects.toThrow("is no IP address");
});

test("the first instance has an API server's usual port, and no two have the same", () => {
  for (const mode of ["loopback", "ports"] as const) {
    const ports = addressBlocks(mode).map(usualUserPort);
    expect(ports[0]).toBe(6443);
    expect(new Set(ports).size).toBe(ports.length);
  }
});
