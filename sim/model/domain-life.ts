import type { Course } from "./course.ts";
import type { Domain, DomainFacts, Filling } from "./domain.ts";
import { filesystemsOf } from "./filesystems.ts";
import { guestOf } from "./guest.ts";
import type { Segment } from "./segment.ts";

/** The Domain that begins to run with these facts. */
export function startDomain(facts: DomainFacts): Domain {
  return {
    ...facts,
    filesystems: filesystemsOf(facts),
    segments: [{ fromSeconds: facts.startSeconds, cause: "boot", factors: {}, runSeconds: 0 }],
  };
}

/**
 * The Domain under other conditions from `fromSeconds` on. They replace those of the segment before: what
 * still holds has to be said again.
 *
 * Throws RangeError if `fromSeconds` precedes the last segment.
 */
export function appendSegment(
  domain: Domain,
  seed: number,
  { fromSeconds, cause, factors }: Pick<Segment, "fromSeconds" | "cause" | "factors">,
): Domain {
  const last = domain.segments.at(-1);
  if (last !== undefined && fromSeconds < last.fromSeconds) {
    throw new RangeError(
      `a segment of ${domain.namespace}/${domain.name} from t = ${fromSeconds}: expected it to begin at or after the one before it (${last.cause}, t = ${last.fromSeconds}); append segments in the order of time`,
    );
  }
  const reached = reachedAt(guestOf(domain, seed).course, fromSeconds);
  return { ...domain, segments: [...domain.segments, { fromSeconds, cause, factors, ...reached }] };
}

/**
 * The Domain that runs on after a live migration, on the node that the guest came to.
 *
 * The guest does not notice, so its own counters go on (page faults, swap). The hypervisor's process is a new
 * one: CPU, disk and network count from 0 again.
 */
export function migrateDomain(
  domain: Domain,
  seed: number,
  {
    atSeconds,
    nodeName,
    hostCpus,
  }: { readonly atSeconds: number } & Pick<DomainFacts, "nodeName" | "hostCpus">,
): Domain {
  const { course } = guestOf(domain, seed);
  const { runSeconds, totals } = reachedAt(course, atSeconds);
  const kept = totals.map((total, place) => (course.isGuests(place) ? total : 0));
  const arrival: Segment = {
    fromSeconds: atSeconds,
    cause: "migration",
    factors: {},
    runSeconds,
    totals: kept,
  };
  return { ...domain, nodeName, hostCpus, segments: [arrival] };
}

/**
 * The Domain whose filesystem at `mountPoint` fills (or empties) steadily from `fromSeconds` on, for
 * `overSeconds`, until `toShare` of it is in use. Throws RangeError if it has no such filesystem.
 */
export function fillFilesystem(
  domain: Domain,
  seed: number,
  filling: Omit<Filling, "fromShare">,
): Domain & { readonly fillings: readonly Filling[] } {
  const index = domain.filesystems.findIndex(({ mountPoint }) => mountPoint === filling.mountPoint);
  if (index === -1) {
    throw new RangeError(
      `${domain.namespace}/${domain.name} has no filesystem at ${filling.mountPoint}; there are ${domain.filesystems.map(({ mountPoint }) => mountPoint).join(", ")}`,
    );
  }
  const fromShare = guestOf(domain, seed).filesystems.shareAt(index, filling.fromSeconds);
  const others = (domain.fillings ?? []).filter(({ mountPoint }) => mountPoint !== filling.mountPoint);
  return { ...domain, fillings: [...others, { ...filling, fromShare }] };
}

/** How far a domain has come at `t`: what its next segment begins with. */
function reachedAt(course: Course, t: number) {
  const totals = new Float64Array(course.count);
  course.totalsOffGridAt(t, totals);
  return { runSeconds: course.runSecondsAt(t), totals };
}
