import { Clock, Context, Effect, Layer, Stream } from "effect"
import { CallPurpose } from "../tracing/CallPurpose.ts"

type Answer = Effect.Effect<unknown, unknown, unknown> | Stream.Stream<unknown, unknown, unknown>

/** The methods of a port that answer with an effect or a stream. */
export type MethodOf<S> = { [M in keyof S]: S[M] extends (...args: never) => Answer ? M : never }[keyof S] & string

type FailureOfOne<S, M extends keyof S> = S[M] extends (...args: never) => Effect.Effect<unknown, infer E, unknown>
  ? E
  : S[M] extends (...args: never) => Stream.Stream<unknown, infer E, unknown>
    ? E
    : never

/** What a method may fail with; of several methods, what each of them may fail with. */
export type FailureOf<S, M extends MethodOf<S>> = {
  [One in M]: (failure: FailureOfOne<S, One>) => void
}[M] extends (failure: infer E) => void
  ? E
  : never

type ArgumentsOf<S, M extends keyof S> = S[M] extends (...args: infer A) => unknown ? A : never

/** One call of a port. */
export type Call<S, M extends MethodOf<S> = MethodOf<S>> = {
  [Name in M]: {
    readonly method: Name
    readonly args: ArgumentsOf<S, Name>
    /** See `CallPurpose`. */
    readonly purpose: string
    /** Milliseconds since the epoch, by Effect's clock. */
    readonly at: number
  }
}[M]

/** Which calls of the method a fault touches. */
export interface Touches {
  /** Lets so many calls pass first. Default: 0. */
  readonly after?: number
  /** Touches so many calls. Default: 1. */
  readonly times?: number
  /** The call takes effect; only its answer is lost. Default: false. */
  readonly afterEffect?: boolean
}

/** A test's hand on a port: it sees every call, and makes calls fail. */
export interface Hand<S> {
  /** The calls since the last `forgetCalls`, oldest first: all, or those of one method. */
  calls<M extends MethodOf<S> = MethodOf<S>>(method?: M): ReadonlyArray<Call<S, M>>
  forgetCalls(): void
  /** The next calls of `method` fail with `failure`. */
  failNext<M extends MethodOf<S> | "any">(
    method: M,
    failure: FailureOf<S, M extends MethodOf<S> ? M : MethodOf<S>>,
    touches?: Touches
  ): void
  /** The next calls of `method` are never answered. */
  hangNext(method: MethodOf<S> | "any", touches?: Touches): void
  /** Cancels the faults that are still to come. */
  heal(): void
}

/** Identifies the hand on `Port` in a context. */
export interface HandOn<out Port> {
  readonly handOn: Port
}

/** The hand on a port: `const hand = yield* handOn(TeamStore)`. There is one where the layer is made `withHand`. */
export const handOn = <Port, S extends object>(port: Context.Key<Port, S>) =>
  Context.Service<HandOn<Port>, Hand<S>>(`${port.key}/hand`)

interface Fault {
  readonly method: string
  pass: number
  left: number
  readonly afterEffect: boolean
  readonly end: Effect.Effect<never, unknown>
}

interface AnyCall {
  readonly method: string
  readonly args: ReadonlyArray<unknown>
  readonly purpose: string
  readonly at: number
}

const handled = <S extends object>(inner: S): readonly [S, Hand<S>] => {
  const calls: Array<AnyCall> = []
  let faults: ReadonlyArray<Fault> = []

  const add = (method: string, end: Fault["end"], { after = 0, times = 1, afterEffect = false }: Touches = {}) => {
    faults = [...faults, { method, pass: after, left: times, afterEffect, end }]
  }

  /** The first fault that touches a call of `method`; one that still lets calls pass counts this one. */
  const nextFault = (method: string): Fault | undefined => {
    for (const fault of faults) {
      if (fault.left <= 0 || (fault.method !== "any" && fault.method !== method)) continue
      if (fault.pass > 0) {
        fault.pass -= 1
        continue
      }
      fault.left -= 1
      return fault
    }
    return undefined
  }

  const reach = (method: string, args: ReadonlyArray<unknown>) =>
    Effect.gen(function* () {
      calls.push({ method, args, purpose: yield* CallPurpose, at: yield* Clock.currentTimeMillis })
      return nextFault(method)
    })

  const touchEffect = (effect: Effect.Effect<unknown, unknown, unknown>, fault: Fault | undefined) => {
    if (fault === undefined) return effect
    return fault.afterEffect ? Effect.andThen(Effect.exit(effect), fault.end) : fault.end
  }

  const touchStream = (stream: Stream.Stream<unknown, unknown, unknown>, fault: Fault | undefined) => {
    if (fault === undefined) return stream
    const end = Stream.fromEffect(fault.end)
    return fault.afterEffect ? Stream.concat(stream, end) : end
  }

  /** The answer of the port, with the call recorded and touched each time that the answer is run. */
  const touch = (method: string, args: ReadonlyArray<unknown>, answer: unknown): unknown => {
    if (Effect.isEffect(answer)) return Effect.flatMap(reach(method, args), (fault) => touchEffect(answer, fault))
    if (Stream.isStream(answer)) {
      return Stream.unwrap(Effect.map(reach(method, args), (fault) => touchStream(answer, fault)))
    }
    return answer
  }

  // No copy with its methods replaced: they needn't be properties of the port's own.
  const port = new Proxy(inner, {
    get: (same, name): unknown => {
      const member: unknown = Reflect.get(same, name)
      return typeof member === "function" && typeof name === "string"
        ? (...args: ReadonlyArray<unknown>) => touch(name, args, Reflect.apply(member, same, args))
        : member
    }
  })

  const hand: Hand<S> = {
    calls: <M extends MethodOf<S>>(method?: M) =>
      // What the proxy recorded has the shape that the port's own types say.
      calls.filter((call) => method === undefined || call.method === method) as unknown as ReadonlyArray<Call<S, M>>,
    forgetCalls: () => {
      calls.length = 0
    },
    failNext: (method, failure, touches) => add(method, Effect.fail(failure), touches),
    hangNext: (method, touches) => add(method, Effect.never, touches),
    heal: () => {
      faults = []
    }
  }
  return [port, hand]
}

/**
 * The same port with a hand on it, whatever implements it:
 * `withHand(TeamStore).pipe(Layer.provideMerge(SqliteTeamStore.layer))`.
 */
export const withHand = <Port, S extends object>(
  port: Context.Key<Port, S>
): Layer.Layer<Port | HandOn<Port>, never, Port> =>
  Layer.effectContext(
    Effect.map(port, (inner) => {
      const [outer, hand] = handled(inner)
      return Context.make(port, outer).pipe(Context.add(handOn(port), hand))
    })
  )
