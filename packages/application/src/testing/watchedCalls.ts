import { Context, Effect, Layer } from "effect"
import { isPlaceholder } from "./NotWrittenYet.ts"

const unanswered = new Map<symbol, string>()
let last: string | undefined

/** Calls of watched services without an answer so far, such as `TeamStore.claim`. */
export const unansweredCalls = (): ReadonlyArray<string> => [...new Set(unanswered.values())]

/** The call that began last since this was asked, in this test file. */
export const takeLastCall = (): string | undefined => {
  const taken = last
  last = undefined
  return taken
}

/** The same services, whose calls are known as long as they last. */
export const watched = <Services, E>(layer: Layer.Layer<Services, E>): Layer.Layer<Services, E> =>
  Layer.effectContext(
    Effect.map(Layer.build(Layer.fresh(layer)), (built) =>
      Context.makeUnsafe<Services>(
        new Map(
          [...built.mapUnsafe].map(([key, service]) => [
            key,
            isObject(service) ? watchedService(key, service) : service
          ])
        )
      )
    )
  )

const isObject = (service: unknown): service is object => typeof service === "object" && service !== null

const watchedService = (key: string, service: object): object => {
  const name = key.split("/").at(-1) ?? key
  return new Proxy(service, {
    get: (same, member): unknown => {
      const method: unknown = Reflect.get(same, member)
      if (typeof method !== "function" || typeof member !== "string") return method
      if (isPlaceholder(method)) return method
      return (...parameters: ReadonlyArray<unknown>) => {
        const answer: unknown = Reflect.apply(method, same, parameters)
        return Effect.isEffect(answer) ? noted(`${name}.${member}`, answer) : answer
      }
    }
  })
}

const noted = <A, E, R>(call: string, answer: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    const id = Symbol(call)
    last = call
    unanswered.set(id, call)
    return Effect.onExit(answer, () => Effect.sync(() => unanswered.delete(id)))
  })
