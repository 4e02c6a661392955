import type {
  ChangeFeedStartFrom,
  Container,
  JSONObject,
  OperationInput,
  OperationResponse,
  PatchOperation,
  RequestOptions,
  SqlParameter
} from "@azure/cosmos"
import { unchanged } from "@incident-teams/application/ports/TeamStore"
import { Effect, Option, Schema } from "effect"
import { type CallFailure, NotDone, type ReadFailure, Unusable } from "./wire/CallFailure.ts"
import { cosmosAnswered, cosmosFailed } from "./wire/cosmosCalls.ts"
import { failureOf, type Kind, notProvisioned, statusFailure } from "./wire/failureOf.ts"

/** An item as it came, with its etag. */
export interface Read {
  readonly item: unknown
  readonly etag: string
}

/** Query text with its parameters, each named there with an @. */
export interface Query {
  readonly text: string
  readonly parameters: Readonly<Record<string, SqlParameter["value"]>>
}

/** Goes along the container's change feed: the latest version of each item, a partition's in order. */
export interface ChangeFeed {
  /** What changed next, and the place after it; nothing when nothing did in any partition. */
  readonly next: Effect.Effect<{ readonly items: ReadonlyArray<unknown>; readonly place: string }, ReadFailure>
}

/** One container. A call is made once; what isn't there is an answer to a read. */
export interface CosmosContainer {
  read(partition: string, id: string): Effect.Effect<Option.Option<Read>, ReadFailure>
  /** The same, unless the item still has this etag, which costs a read without the transfer. */
  readIfChanged(
    partition: string,
    id: string,
    etag: string
  ): Effect.Effect<Option.Option<Read> | typeof unchanged, ReadFailure>
  /** All or nothing; answers with the etags of what was written, in the order of `operations`. */
  batch(partition: string, operations: ReadonlyArray<OperationInput>): Effect.Effect<ReadonlyArray<string>, CallFailure>
  /** Changes members of an item that still has this etag. */
  patch(
    partition: string,
    id: string,
    etag: string,
    operations: ReadonlyArray<PatchOperation>
  ): Effect.Effect<Read, CallFailure>
  /** Removes an item that still has this etag. */
  remove(partition: string, id: string, etag: string): Effect.Effect<void, CallFailure>
  /** Of one partition; the text has to name it as well, because the plan that the SDK asks for doesn't know it. */
  queryWithin(partition: string, query: Query): Effect.Effect<ReadonlyArray<unknown>, ReadFailure>
  /** Of all partitions: a request for the plan, and at least one for each physical partition. */
  queryAcross(query: Query): Effect.Effect<ReadonlyArray<unknown>, ReadFailure>
  /** From `place` on; undefined: from now on. About `pageSize` items at a time, those of one batch never apart. */
  changeFeed(place: string | undefined, pageSize: number): ChangeFeed
  /** Tells the container from another one of its name; a failure if there is none. */
  readonly resourceId: Effect.Effect<string, ReadFailure>
}

const decodeEtag = Schema.decodeUnknownOption(Schema.Struct({ _etag: Schema.String }))

export const withEtag = (item: unknown): Effect.Effect<Read, NotDone> =>
  Option.match(decodeEtag(item), {
    onNone: () => Effect.fail(new NotDone({ reason: "Cosmos DB returned an item without an etag." })),
    onSome: ({ _etag }) => Effect.succeed({ item, etag: _etag })
  })

/** A read's failure: of the others it can only have that there is no container. */
const asReadFailure = (failure: CallFailure): ReadFailure => {
  switch (failure._tag) {
    case "NotDone":
    case "Unusable":
      return failure
    case "Unclear":
      return new NotDone(failure)
    case "Missing":
      return notProvisioned(failure)
    case "Conflict":
    case "Stale":
      return new Unusable({ reason: `Cosmos DB answered a read with ${failure._tag}.`, cause: failure })
  }
}

const call = <A extends { readonly requestCharge: number }>(
  kind: Kind,
  run: (signal: AbortSignal) => Promise<A>
): Effect.Effect<A, CallFailure> =>
  Effect.tryPromise({ try: run, catch: (thrown) => failureOf(kind, thrown) }).pipe(
    Effect.tap(({ requestCharge }) => cosmosAnswered(requestCharge)),
    Effect.tapError(({ _tag }) => cosmosFailed(_tag))
  )

const read = <A extends { readonly requestCharge: number }>(
  run: (signal: AbortSignal) => Promise<A>
): Effect.Effect<A, ReadFailure> => Effect.mapError(call("read", run), asReadFailure)

const specOf = ({ text, parameters }: Query) => ({
  query: text,
  parameters: Object.entries(parameters).map(([name, value]) => ({ name: `@${name}`, value }))
})

/** The operation that made the whole batch fail; the others are answered 424. */
const firstFailure = (results: ReadonlyArray<OperationResponse>): OperationResponse | undefined =>
  results.find(({ statusCode }) => statusCode >= 400 && statusCode !== 424)

/** `sdk`: asked for with each call. `start`: the SDK's own, which is loaded late. */
export const makeContainer = (sdk: () => Container, start: typeof ChangeFeedStartFrom): CosmosContainer => {
  const fetchAll = (query: Query, options: { readonly partitionKey?: string; readonly forceQueryPlan?: boolean }) =>
    Effect.map(
      read((abortSignal) =>
        sdk()
          .items.query<unknown>(specOf(query), { ...options, abortSignal })
          .fetchAll()
      ),
      ({ resources }) => resources
    )
  const readItem = Effect.fnUntraced(function* (partition: string, id: string, options: RequestOptions) {
    const answer = yield* read((abortSignal) =>
      sdk()
        .item(id, partition)
        .read<JSONObject>({ ...options, abortSignal })
    )
    if (answer.statusCode === 304) return unchanged
    if (answer.statusCode !== 404) return Option.some(yield* withEtag(answer.resource))
    const failure = statusFailure("read", { status: 404, substatus: answer.substatus ?? 0 }, undefined)
    return failure._tag === "Missing" ? Option.none<Read>() : yield* asReadFailure(failure)
  })
  return {
    read: (partition, id) =>
      Effect.flatMap(readItem(partition, id, {}), (found) =>
        found === unchanged
          ? Effect.fail(new Unusable({ reason: "Cosmos DB answered a read with 304.", cause: undefined }))
          : Effect.succeed(found)
      ),
    readIfChanged: (partition, id, etag) =>
      readItem(partition, id, { accessCondition: { type: "IfNoneMatch", condition: etag } }),
    batch: (partition, operations) =>
      Effect.gen(function* () {
        const { result = [] } = yield* call("write", async (abortSignal) => {
          const answer = await sdk().items.batch([...operations], partition, {
            abortSignal,
            // What was written isn't sent back: an answer may have 4 MB (Cosmos DB), and an etag is all that is needed.
            contentResponseOnWriteEnabled: false
          })
          return { result: answer.result, requestCharge: Number(answer.headers["x-ms-request-charge"] ?? 0) }
        })
        const failed = firstFailure(result)
        if (failed !== undefined) {
          return yield* statusFailure("write", { status: failed.statusCode, substatus: 0 }, failed)
        }
        return result.map(({ eTag }) => eTag ?? "")
      }),
    patch: (partition, id, etag, operations) =>
      Effect.flatMap(
        call("write", (abortSignal) =>
          sdk()
            .item(id, partition)
            .patch<JSONObject>([...operations], { abortSignal, accessCondition: { type: "IfMatch", condition: etag } })
        ),
        ({ resource }) => withEtag(resource)
      ),
    remove: (partition, id, etag) =>
      Effect.asVoid(
        call("write", (abortSignal) =>
          sdk()
            .item(id, partition)
            .delete({ abortSignal, accessCondition: { type: "IfMatch", condition: etag } })
        )
      ),
    queryWithin: (partition, query) => fetchAll(query, { partitionKey: partition }),
    // Without a forced plan the SDK first asks as if there were one partition, and is refused.
    queryAcross: (query) => fetchAll(query, { forceQueryPlan: true }),
    changeFeed: (place, pageSize) => {
      const feed = sdk().items.getChangeFeedIterator<JSONObject>({
        maxItemCount: pageSize,
        changeFeedStartFrom: place === undefined ? start.Now() : start.Continuation(place)
      })
      return {
        next: Effect.map(
          read(() => feed.readNext()),
          ({ result, statusCode, continuationToken }) => ({
            items: statusCode === 304 ? [] : result,
            place: continuationToken
          })
        )
      }
    },
    resourceId: Effect.flatMap(
      read((abortSignal) => sdk().read({ abortSignal })),
      ({ resource }) =>
        resource === undefined ? Effect.fail(notProvisioned(undefined)) : Effect.succeed(resource._rid)
    )
  }
}
