import { Effect } from "effect"

/** Where a process dies, or gets no answer: at its n-th commit or call, before or after the effect. */
export interface Doom {
  readonly at: number
  readonly when: "before" | "after"
  /** It goes on without an answer. Default: it dies. */
  readonly survives?: boolean
}

/** Counts what the process does to the world, and ends it at its doom. A dead process does nothing any more. */
export class Mortal {
  done = 0
  dead = false
  readonly doom: Doom | undefined
  constructor(doom: Doom | undefined) {
    this.doom = doom
  }

  /** The same effect, under this doom. `lost`: what a process gets that gets no answer. */
  readonly act = <A, E, R>(
    effect: Effect.Effect<A, E, R>,
    lost: Effect.Effect<never, unknown>
  ): Effect.Effect<A, unknown, R> =>
    Effect.suspend(() => {
      if (this.dead) return Effect.die("dead")
      if (++this.done !== this.doom?.at) return effect
      const end = this.doom.survives === true ? lost : this.die
      return this.doom.when === "before" ? end : Effect.andThen(Effect.exit(effect), end)
    })

  readonly die = Effect.suspend(() => {
    this.dead = true
    return Effect.die("killed")
  })
}

/** These methods of a service, each of which answers with an effect, under the doom. */
export const mortal = <S extends object>(
  service: S,
  methods: ReadonlyArray<keyof S>,
  life: Mortal,
  lost: Effect.Effect<never, unknown> = Effect.never
): S => {
  const copy = { ...service }
  for (const method of methods) {
    const original = service[method]
    if (typeof original === "function") {
      Object.assign(copy, {
        [method]: (...args: ReadonlyArray<unknown>) => {
          const effect: unknown = Reflect.apply(original, service, args)
          return Effect.isEffect(effect) ? life.act(effect, lost) : effect
        }
      })
    }
  }
  return copy
}
