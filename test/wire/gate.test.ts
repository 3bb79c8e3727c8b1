import net from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Gate } from "../../sim/wire/gate.ts";
import { until } from "../support/until.ts";
import { dialled } from "./support.ts";

function gateAt(ip = "127.0.0.1", port = 0) {
  const delivered: net.Socket[] = [];
  const gate = new Gate({
    address: { ip, port },
    deliver: (socket) => {
      delivered.push(socket);
      socket.on("data", (data) => socket.write(data));
    },
  });
  onTestFinished(() => gate.close());
  return { gate, delivered };
}

/** A connected client and how its connection ended. */
async function client(gate: Gate) {
  const socket = net.connect({ host: gate.address.ip, port: gate.address.port });
  const ended: string[] = [];
  socket.on("error", (error: NodeJS.ErrnoException) => ended.push(error.code ?? ""));
  socket.on("end", () => ended.push("FIN"));
  await new Promise((resolve) => socket.once("connect", resolve));
  onTestFinished(() => void socket.destroy());
  return { socket, ended };
}

test("an opened gate delivers connections, a shut one resets them and refuses new ones", async () => {
  const { gate, delivered } = gateAt();
  await gate.open();
  const clients = [await client(gate), await client(gate)];
  await until("both delivered", () => delivered.length === 2);
  expect(await gate.shut()).toHaveLength(2);
  await until("both reset", () => clients.every(({ ended }) => ended.length > 0));
  expect(clients.map(({ ended }) => ended)).toEqual([["ECONNRESET"], ["ECONNRESET"]]);
  expect(await dialled(gate.address)).toBe("ECONNREFUSED");
});

test("a released gate listens at once on the address it had, with connections cut a moment ago", async () => {
  const { gate, delivered } = gateAt("127.77.0.1");
  await gate.open();
  const { address } = gate;
  for (let round = 1; round <= 5; round++) {
    await client(gate);
    await until("delivered", () => delivered.length === round);
    await gate.shut();
    expect(await dialled(address)).toBe("ECONNREFUSED");
    await gate.release();
    expect(gate.address).toEqual(address);
  }
});

test("a shut gate refuses on its own address only", async () => {
  const { gate: one } = gateAt("127.77.0.2");
  await one.open();
  const { gate: other } = gateAt("127.77.0.3", one.address.port);
  await other.open();
  await one.shut();
  expect(await dialled(one.address)).toBe("ECONNREFUSED");
  expect(await dialled(other.address)).toBe("accepted");
});

test("what is asked of a gate in quick succession is done in that order", async () => {
  const { gate } = gateAt();
  await gate.open();
  await Promise.all([gate.shut(), gate.release(), gate.shut()]);
  expect(await dialled(gate.address)).toBe("ECONNREFUSED");
  await Promise.all([gate.release(), gate.shut(), gate.release()]);
  expect(await dialled(gate.address)).toBe("accepted");
});

test("a gate that is opened while it is shut listens when it is released, not before", async () => {
  const { gate: other } = gateAt();
  await other.open();
  const { address } = other;
  await other.close();
  const { gate } = gateAt(address.ip, address.port);
  await gate.shut();
  await gate.open();
  expect(await dialled(address)).toBe("ECONNREFUSED");
  await gate.release();
  expect(await dialled(address)).toBe("accepted");
});

test("a closed gate ends its connections and can be opened again", async () => {
  const { gate, delivered } = gateAt();
  await gate.open();
  const { ended } = await client(gate);
  await until("delivered", () => delivered.length === 1);
  await gate.close();
  await until("the end", () => ended.length > 0);
  expect(ended).toEqual(["FIN"]);
  expect(await dialled(gate.address)).toBe("ECONNREFUSED");
  await gate.open();
  expect(await dialled(gate.address)).toBe("accepted");
});

test("an address that cannot be listened on is named, with why and what to do", async () => {
  const { gate } = gateAt();
  await gate.open();
  const { port } = gate.address;
  const { gate: second } = gateAt("127.0.0.1", port);
  await expect(second.open()).rejects.toMatchObject({
    code: "EADDRINUSE",
    message: expect.stringMatching(
      new RegExp(`^cannot listen on 127.0.0.1:${port}: another program already listens there.\nFix: stop it`),
    ) as string,
  });
  await expect(gateAt("192.0.2.1").gate.open()).rejects.toMatchObject({
    code: "EADDRNOTAVAIL",
    message: expect.stringMatching(/does not have the address 192.0.2.1.\nFix: /) as string,
  });
});
