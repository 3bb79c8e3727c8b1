import { expect, test } from "vitest";
import { classifyRequest } from "../../../sim/components/rest/request-class.ts";
import { templateLabels } from "../../../sim/components/rest/url-template.ts";

test.each([
  ["GET", "/api/v1/watch/namespaces/kubevirt/pods", "pods", "WATCH"],
  ["GET", "/api/v1/watch/pods", "pods", "WATCH"],
  ["GET", "/api/v1/namespaces/kubevirt/pods", "pods", "LIST"],
  ["GET", "/api/v1/namespaces/kubevirt/pods?limit=500&resourceVersion=0", "pods", "LIST"],
  ["GET", "/api/v1/nodes?allowWatchBookmarks=true&watch=true", "nodes", "WATCH"],
  ["GET", "/api/v1/namespaces/kubevirt/pods/my-pod", "pods", "GET"],
  [
    "GET",
    "/apis/kubevirt.io/v1/namespaces/kubevirt/virtualmachineinstances",
    "virtualmachineinstances",
    "LIST",
  ],
  ["GET", "/apis/kubevirt.io/v1/kubevirts", "kubevirts", "LIST"],
  ["GET", "/apis/kubevirt.io/v1/kubevirts/my-kv", "kubevirts", "GET"],
  ["PUT", "/api/v1/namespaces/kubevirt/pods/my-pod", "pods", "UPDATE"],
  ["PUT", "/api/v1/namespaces/kubevirt/pods/my-pod/status", "pods", "UPDATE"],
  ["PATCH", "/api/v1/nodes/node01", "nodes", "PATCH"],
  ["POST", "/api/v1/namespaces/default/events", "events", "CREATE"],
  ["DELETE", "/api/v1/namespaces/kubevirt/pods/my-pod", "pods", "DELETE"],
  ["GET", "/apis/coordination.k8s.io/v1/namespaces/kubevirt/leases/virt-controller", "leases", "GET"],
  // The namespace of a list without a namespace is the resource itself.
  ["GET", "/api/v1/namespaces", "namespaces", "LIST"],
  ["GET", "/api/v1/namespaces/default", "namespaces", "GET"],
  ["GET", "/version", "none", "none"],
])("KubeVirt counts %s %s as %s %s", (method, path, resource, verb) => {
  expect(classifyRequest(method, path)).toEqual({ resource, verb });
});

test.each([
  ["PATCH", "/api/v1/nodes/node01", "/api/v1/nodes/%7Bname%7D", "PATCH"],
  ["GET", "/api/v1/nodes?limit=500", "/api/v1/nodes?limit=%7Bvalue%7D", "LIST"],
  // The template of a namespace matches none of KubeVirt's expressions, so its lists show as GET.
  ["GET", "/api/v1/namespaces/a/pods", "/api/v1/namespaces/%7Bnamespace%7D/pods", "GET"],
  ["GET", "/api/v1/namespaces/a/pods/b", "/api/v1/namespaces/%7Bnamespace%7D/pods/%7Bname%7D", "GET"],
  [
    "PUT",
    "/apis/coordination.k8s.io/v1/namespaces/kubevirt/leases/virt-controller",
    "/apis/coordination.k8s.io/v1/namespaces/%7Bnamespace%7D/leases/%7Bname%7D",
    "UPDATE",
  ],
  ["PUT", "/api/v1/nodes/node01/status", "/api/v1/nodes/%7Bname%7D/status", "UPDATE"],
  ["GET", "/version", "/version", "none"],
  [
    "GET",
    "/api/v1/nodes?watch=true&resourceVersion=5&fieldSelector=metadata.name%3Dnode01",
    "/api/v1/nodes?fieldSelector=%7Bvalue%7D&resourceVersion=%7Bvalue%7D&watch=%7Bvalue%7D",
    "LIST",
  ],
  ["GET", "/apis/kubevirt.io/v1/kubevirts", "/apis/kubevirt.io/v1/kubevirts", "LIST"],
])("the latency of %s %s is kept under %s %s", (method, path, template, verb) => {
  expect(templateLabels("10.96.0.1:443", method, path)).toEqual({
    url: `https://10.96.0.1:443${template}`,
    verb,
  });
});
