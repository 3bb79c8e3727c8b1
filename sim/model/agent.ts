import type { Course } from "./course.ts";
import type { DomainFacts } from "./domain.ts";
import { uniform } from "./random.ts";
import { isRunning } from "./segment.ts";

/** How long after the guest's start its agent connects, in seconds. */
const connectDelaySeconds = { low: 12, high: 40 } as const;

/** When the guest agent connects, in seconds (t). It belongs to one start of a VM: a restart draws anew. */
export function agentConnectsAt(
  { uid, startSeconds }: Pick<DomainFacts, "uid" | "startSeconds">,
  seed: number,
): number {
  const { low, high } = connectDelaySeconds;
  return startSeconds + uniform(low, high, seed, "delay", "agentConnects", uid);
}

/**
 * When the agent last answered, up to `t`, if it is asked every `everySeconds` from when it connected; undefined
 * if it never did. A paused guest's agent does not answer, and what it said before stays.
 */
export function lastAnswerAt(
  course: Course,
  connectsAt: number,
  everySeconds: number,
  t: number,
): number | undefined {
  let asked = connectsAt + Math.floor((t - connectsAt) / everySeconds) * everySeconds;
  while (asked >= connectsAt) {
    const segment = course.segmentAt(asked);
    if (isRunning(segment)) return asked;
    const beforePause = Math.ceil((segment.fromSeconds - connectsAt) / everySeconds) - 1;
    asked = connectsAt + beforePause * everySeconds;
  }
  return undefined;
}
