import { against } from "./against.ts";
import { apiserver } from "./apiserver.ts";
import { fleet } from "./fleet.ts";
import { https } from "./https.ts";
import { memory } from "./memory.ts";
import { rendering } from "./rendering.ts";
import type { Section } from "./section.ts";
import { startUp } from "./start-up.ts";

/** In the order in which they are run. */
export const sections: readonly Section[] = [rendering, https, against, memory, fleet, startUp, apiserver];
