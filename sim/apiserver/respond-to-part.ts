import type { KubeObject } from "../store/object.ts";
import { podKind, type Pod } from "../store/objects/pod.ts";
import type { HttpReply } from "../wire/exchange.ts";
import type { Answer } from "./answer.ts";
import { fieldAt, isRecord, textAt } from "./field-access.ts";
import { evictPod } from "./parts/eviction.ts";
import { guestAgentQuestions, respondToGuestAgent } from "./parts/guest-agent.ts";
import { logRequestOf } from "./parts/log.ts";
import { notSimulated, notSimulatedError } from "./parts/not-simulated.ts";
import { respondToPodProxy } from "./parts/pod-proxy.ts";
import { scaled, scaleOf } from "./parts/scale.ts";
import { issueToken } from "./parts/token.ts";
import { respondToVirtctl, virtctlActions } from "./parts/virtctl.ts";
import { existing } from "./read/get.ts";
import { jsonReply } from "./reply.ts";
import { negotiate, requireJson } from "./representation/negotiate.ts";
import { writing } from "./respond-to-resource.ts";
import type { ResourceRequest, Serving } from "./serving.ts";
import { badRequest, conflict, methodNotAllowed, unknownResource, type Status } from "./status.ts";
import { checkUnchanged } from "./write/checks.ts";
import { objectBody } from "./write/body.ts";
import { deleteOptionsIn } from "./write/delete-options.ts";
import { patch, patchedDocument } from "./write/patch.ts";
import { update } from "./write/update.ts";

type Responder = (serving: Serving, asked: ResourceRequest, object: KubeObject) => HttpReply;

const responders: Readonly<Record<string, Responder>> = {
  approval: respondToStatus,
  status: respondToStatus,
  scale: respondToScale,
  eviction: respondToEviction,
  binding: respondToBinding,
  log: respondToLog,
  token: respondToToken,
  ...Object.fromEntries(guestAgentQuestions.map((question) => [question, respondToGuestAgent])),
  ...Object.fromEntries(virtctlActions.map((action) => [action, respondToVirtctl])),
};

/** Answers a request for a part of an object: `/status`, `/scale`, `/log` and the like. Throws ApiError. */
export function respondToPart(serving: Serving, asked: ResourceRequest): Answer {
  const { resource, path, info } = asked;
  const part = resource.subresources.find(({ name }) => name === path.subresource);
  if (part === undefined) throw unknownResource();
  if (!part.verbs.includes(info.verb)) throw methodNotAllowed();
  if (part.name === "proxy") return respondToPodProxy(serving, asked);
  if (notSimulated.has(part.name)) throw notSimulatedError(part.name);
  const respond = responders[part.name];
  if (respond === undefined || path.rest !== "") throw unknownResource();
  return respond(serving, asked, existing(serving.store, resource, path.namespace, path.name ?? ""));
}

function respondToStatus(serving: Serving, asked: ResourceRequest, present: KubeObject): HttpReply {
  const { request, info, resource } = asked;
  const representation = negotiate(request.headers, info.query, serving);
  const answer = (object: KubeObject) => jsonReply(200, representation.object(resource, object));
  switch (info.verb) {
    case "get":
      return answer(present);
    case "update": {
      const context = writing(serving, asked, "UpdateOptions");
      return answer(update(context, resource, present, objectBody(request), "status"));
    }
    default:
      return answer(patch(writing(serving, asked, "PatchOptions"), asked, "status").object);
  }
}

function respondToScale(serving: Serving, asked: ResourceRequest, present: KubeObject): HttpReply {
  const { request, info, resource } = asked;
  requireJson(request.headers);
  const answer = (object: KubeObject) => jsonReply(200, JSON.stringify(scaleOf(resource, object)));
  if (info.verb === "get") return answer(present);
  const scale =
    info.verb === "update" ? objectBody(request) : patchedDocument(request, scaleOf(resource, present));
  const next = scaled(resource, present, scale);
  return answer(update(writing(serving, asked, "UpdateOptions"), resource, present, next, "object"));
}

function respondToEviction({ store }: Serving, asked: ResourceRequest, present: KubeObject): HttpReply {
  const { request, info, resource } = asked;
  const given = objectBody(request)["deleteOptions"];
  const options = deleteOptionsIn(isRecord(given) ? given : {}, info.query);
  checkUnchanged(resource, present, options.preconditions);
  evictPod(store, present as Pod, options);
  return successReply();
}

/** What a scheduler does: gives a pod its node. */
function respondToBinding(
  { store }: Serving,
  { request, path }: ResourceRequest,
  present: KubeObject,
): HttpReply {
  const body = objectBody(request);
  const nodeName = textAt(body, "target.name") ?? "";
  if (nodeName === "") throw badRequest("target.name: Required value: the node to bind the pod to");
  const pod = present as Pod;
  if (pod.spec.nodeName !== undefined) {
    const why = `pod ${path.name ?? ""} is already assigned to node ${JSON.stringify(pod.spec.nodeName)}`;
    throw conflict({ group: "", plural: "pods/binding" }, pod.metadata.name, why);
  }
  store.update(podKind, { ...pod, spec: { ...pod.spec, nodeName } });
  return successReply();
}

function respondToLog(
  { podLogs, clock }: Serving,
  { info }: ResourceRequest,
  present: KubeObject,
): HttpReply {
  const pod = present as Pod;
  const request = logRequestOf(pod, info.query, clock);
  const [container, name] = [request.container, pod.metadata.name].map((text) => JSON.stringify(text));
  if (fieldAt(pod, "status.containerStatuses") === undefined)
    throw badRequest(`container ${container} in pod ${name} is waiting to start: ContainerCreating`);
  const log = podLogs === undefined ? "" : podLogs.read(pod, request);
  if (log === undefined)
    throw badRequest(`previous terminated container ${container} in pod ${name} not found`);
  return { status: 200, headers: { "content-type": "text/plain" }, body: log };
}

function respondToToken(serving: Serving, { request }: ResourceRequest, present: KubeObject): HttpReply {
  return jsonReply(201, JSON.stringify(issueToken(serving.tokens, serving, present, objectBody(request))));
}

function successReply(): HttpReply {
  const status: Status = { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
  return jsonReply(201, JSON.stringify(status));
}
