import type { Handlers } from "../contract/Handlers.ts"
import { events } from "./events.ts"
import { favorites } from "./favorites.ts"
import { health } from "./health.ts"
import { hooks } from "./hooks.ts"
import { incidents } from "./incidents.ts"
import { me } from "./me.ts"
import { operations } from "./operations.ts"
import { people } from "./people.ts"
import { signIn } from "./signIn.ts"
import { teams } from "./teams.ts"

/** What answers each endpoint of the contract. */
export const handlers: Handlers = { events, favorites, health, hooks, incidents, me, operations, people, signIn, teams }
