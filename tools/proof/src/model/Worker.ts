import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { Context, Effect } from "effect"
import { worker } from "../reconcile/RestingWorld.ts"
import type { MemoryWorld } from "../testing/MemoryWorld.ts"
import { Gate, type Watch } from "./Gate.ts"

const unreachable = Effect.fail(new StoreUnavailable({ reason: "No answer.", cause: "lost" }))

/** One process that works, an effect at a time. Killed, it is never heard of again; the next one has another name. */
export class Worker {
  readonly name: string
  readonly gate: Gate
  readonly #inside: Context.Context<MemoryWorld>
  readonly #turned: () => void
  busy = false

  /** `turned` is told whenever it has come to an end. */
  constructor(name: string, world: Context.Context<MemoryWorld>, watch: Watch, turned: () => void) {
    this.name = name
    this.gate = new Gate(watch)
    this.#turned = turned
    const { gate } = this
    this.#inside = world.pipe(
      Context.add(
        TeamStore,
        gate.guard(Context.get(world, TeamStore), ["claim", "load", "commit", "release"], unreachable)
      ),
      Context.add(
        CollaborationPlatform,
        gate.guard(
          Context.get(world, CollaborationPlatform),
          [
            "ensureGroup",
            "ensureTeam",
            "ensureOwner",
            "addMembers",
            "removeMembers",
            "pinPage",
            "rename",
            "archive",
            "unarchive",
            "operation",
            "isArchived",
            "read",
            "findGroup",
            "restore"
          ],
          Effect.never
        )
      ),
      Context.add(
        IncidentSource,
        gate.guard(Context.get(world, IncidentSource), ["observe", "putComment"], Effect.never)
      )
    )
  }

  /** Begins to look for work, unless it is at it. */
  wake(seeded: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>): void {
    if (this.busy || this.gate.dead) return
    this.busy = true
    Effect.runCallback(Effect.provideContext(seeded(reconcileOnce(worker(this.name))), this.#inside), {
      onExit: () => {
        this.busy = false
        this.#turned()
      }
    })
  }
}
