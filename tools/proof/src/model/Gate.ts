import { Effect } from "effect"

/** What becomes of a halted process: it goes on, what it sent or was sent is lost, or it is killed. */
export type Verdict = "go" | "lose" | "die"

/** A process that stands still right before or right after one of its effects. */
export interface Halt {
  readonly call: string
  readonly when: "before" | "after"
  readonly decide: (verdict: Verdict) => void
}

/** What a gate tells while an effect goes through it. */
export interface Watch {
  readonly before: (call: string, args: ReadonlyArray<unknown>) => void
  readonly after: (call: string) => void
}

/**
 * Every effect of a process on the world passes here, and stands still before and after it until a verdict is given. So
 * the one that gives the verdicts chooses the interleaving: a process that is left standing is a frozen one, whose call
 * lands late; one that is killed did its effect or not, and nobody learned of it.
 */
export class Gate {
  readonly halts: Array<Halt> = []
  /** Nothing halts any more. */
  open = false
  dead = false
  readonly #watch: Watch

  constructor(watch: Watch) {
    this.#watch = watch
  }

  /** Lets everything go on that stands here, and everything that comes from now on. */
  release(): void {
    this.open = true
    for (const halt of this.halts.splice(0)) halt.decide("go")
  }

  /** Nothing of the process happens any more. */
  kill(): void {
    this.dead = true
    for (const halt of this.halts.splice(0)) halt.decide("die")
  }

  /** The same service with the named methods behind the gate. `lost`: what the caller of a lost answer sees. */
  guard<S extends object>(service: S, methods: ReadonlyArray<keyof S>, lost: Effect.Effect<never, unknown>): S {
    const guarded = { ...service }
    for (const method of methods) {
      const original = service[method]
      if (typeof original !== "function") continue
      Object.assign(guarded, {
        [method]: (...args: ReadonlyArray<unknown>) => {
          const effect: unknown = Reflect.apply(original, service, args)
          return Effect.isEffect(effect) ? this.#through(String(method), args, effect, lost) : effect
        }
      })
    }
    return guarded
  }

  /** A time-out doesn't reach a process that stands still: it takes notice when it goes on. */
  readonly #through = (
    call: string,
    args: ReadonlyArray<unknown>,
    effect: Effect.Effect<unknown, unknown, unknown>,
    lost: Effect.Effect<never, unknown>
  ) =>
    Effect.uninterruptibleMask((restore) =>
      Effect.gen({ self: this }, function* () {
        if ((yield* this.#halt(call, "before")) === "lose") return yield* restore(lost)
        this.#watch.before(call, args)
        const exit = yield* Effect.exit(effect)
        this.#watch.after(call)
        if ((yield* this.#halt(call, "after")) === "lose") return yield* restore(lost)
        return yield* exit
      })
    )

  readonly #halt = (call: string, when: Halt["when"]): Effect.Effect<Verdict> =>
    Effect.flatMap(
      Effect.promise(() => this.#verdict(call, when)),
      (verdict) => (verdict === "die" ? Effect.die("killed") : Effect.succeed(verdict))
    )

  #verdict(call: string, when: Halt["when"]): Promise<Verdict> {
    if (this.dead) return Promise.resolve("die")
    if (this.open) return Promise.resolve("go")
    return new Promise((decide) => {
      this.halts.push({ call, when, decide })
    })
  }
}
