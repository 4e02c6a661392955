import { AzureRightsSource, RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import { UnknownWorkspace } from "@incident-teams/application/ports/IncidentSource"
import {
  asCaller,
  asSystem,
  hasToken,
  type OnBehalf,
  type Session,
  type Visitor
} from "@incident-teams/application/ports/Session"
import { inSpan } from "@incident-teams/application/tracing/inSpan"
import { defined } from "@incident-teams/domain/defined"
import {
  type AzurePermission,
  type AzureRights,
  incidentsWrite,
  isGranted,
  noAzureRights
} from "@incident-teams/domain/permissions/AzureActions"
import { Cache, Duration, Effect, Equal, Exit, Hash, Layer, Option, Stream } from "effect"
import { ArmConnection, layer as armConnection } from "./arm/ArmConnection.ts"
import { type ArmFailure, ArmUnreachable, describeRefusal } from "./arm/ArmFailure.ts"
import { nextPage } from "./IncidentContinuation.ts"
import { configuredWorkspaces, type SentinelWorkspace, workspaceArmId } from "./SentinelWorkspace.ts"
import { decodeAnswer } from "./wire/decodeAnswer.ts"
import { WireList } from "./wire/WireList.ts"
import {
  reaches,
  WireDenyAssignment,
  WirePermission,
  WireRoleAssignment,
  WireRoleDefinition
} from "./wire/WireRights.ts"

const apiVersion = "2022-04-01"

/**
 * A grant that was just taken away, or a role that was narrowed, counts here for half a minute at most: so long, and as
 * long as its role is remembered. Azure itself may take ten minutes.
 */
const rightsRemembered = Duration.seconds(20)
/** Whoever lacks the right to write may just be getting it, and tries again. */
const lesserRightsRemembered = Duration.seconds(10)
const mostCallers = 2_000
/** Every application has the same few. */
const rolesRemembered = Duration.seconds(10)
const mostRoles = 500

const unavailable = (failure: ArmFailure): RightsUnavailable => {
  switch (failure._tag) {
    case "ArmTokenRefused":
      return new RightsUnavailable({ reason: failure.reason, cause: failure })
    case "ArmUnreachable":
      return new RightsUnavailable({ reason: failure.reason, cause: failure.cause })
    case "ArmRefused":
      return new RightsUnavailable({
        reason: describeRefusal(failure),
        ...defined({ afterMillis: failure.afterMillis }),
        cause: failure
      })
  }
}

/** Who is asked about, where, and in which of the two ways; a token is how to ask, and no part of the question. */
class Question implements Equal.Equal {
  readonly visitor: Visitor
  readonly workspace: SentinelWorkspace
  /** Asks with the person's token. */
  readonly session: Session | undefined
  readonly #key: string
  readonly #hash: number

  constructor(visitor: Visitor, workspace: SentinelWorkspace) {
    this.visitor = visitor
    this.workspace = workspace
    this.session = hasToken(visitor) && visitor.caller._tag === "User" ? visitor : undefined
    this.#key = `${workspace.alias} ${this.session === undefined ? "assignments" : "token"} ${visitor.caller.id}`
    this.#hash = Hash.string(this.#key)
  }

  [Equal.symbol](that: Equal.Equal): boolean {
    return that instanceof Question && that.#key === this.#key
  }

  [Hash.symbol](): number {
    return this.#hash
  }
}

/** Having no rights at all isn't remembered. */
const remembering = (rights: AzureRights): Duration.Duration =>
  isGranted(rights, incidentsWrite)
    ? rightsRemembered
    : rights.granted.length > 0
      ? lesserRightsRemembered
      : Duration.zero

/** The port over ARM, for these workspaces. */
export const make = (
  configured: ReadonlyArray<SentinelWorkspace>
): Effect.Effect<AzureRightsSource["Service"], never, ArmConnection> =>
  Effect.gen(function* () {
    const arm = yield* ArmConnection

    const authorizationUrl = ({ scope }: SentinelWorkspace, list: string, filter?: string): URL =>
      arm.at(`${workspaceArmId(scope)}/providers/Microsoft.Authorization/${list}`, {
        "api-version": apiVersion,
        ...defined({ $filter: filter })
      })

    const everyItem = (first: URL, on: OnBehalf): Effect.Effect<ReadonlyArray<unknown>, ArmFailure> =>
      Stream.paginate(first, (url) =>
        Effect.gen(function* () {
          const { value, nextLink } = yield* decodeAnswer(WireList, yield* arm.read(url, on))
          if (!nextLink) return [value, Option.none<URL>()] as const
          const next = yield* Effect.mapError(
            Effect.fromResult(nextPage(url, nextLink)),
            (reason) => new ArmUnreachable({ reason, connection: false, cause: undefined })
          )
          return [value, Option.some(next)] as const
        })
      ).pipe(Stream.runCollect)

    /** "All permissions the caller has": what Azure itself works out for the token's owner, groups included. */
    const toToken = (session: Session, workspace: SentinelWorkspace): Effect.Effect<AzureRights, ArmFailure> =>
      everyItem(authorizationUrl(workspace, "permissions"), asCaller(session)).pipe(
        Effect.flatMap((items) => Effect.forEach(items, (item) => decodeAnswer(WirePermission, item))),
        // Whether that list has deny assignments taken out already isn't documented. Reading them needs a right that
        // most people lack; the write itself carries the person's token, so that Azure has the last word.
        Effect.map((granted) => ({ granted, denied: [] })),
        // Who has no role at all may not even ask.
        Effect.catchIf(
          (failure) => failure._tag === "ArmRefused" && failure.status === 403,
          () => Effect.succeed(noAzureRights)
        )
      )

    const roles = yield* Cache.makeWith(
      (id: string) =>
        arm.read(arm.at(id, { "api-version": apiVersion }), asSystem).pipe(
          Effect.flatMap((answer) => decodeAnswer(WireRoleDefinition, answer)),
          Effect.map(({ properties }): ReadonlyArray<AzurePermission> => properties.permissions),
          // Deleted since; such an assignment gives nothing.
          Effect.catchIf(
            (failure) => failure._tag === "ArmRefused" && failure.status === 404,
            () => Effect.succeed<ReadonlyArray<AzurePermission>>([])
          )
        ),
      { capacity: mostRoles, timeToLive: (exit) => (Exit.isSuccess(exit) ? rolesRemembered : Duration.zero) }
    )

    /** What follows from the assignments to somebody or to their groups, at the workspace and above. */
    const byAssignments = ({ visitor, workspace }: Question): Effect.Effect<AzureRights, ArmFailure> =>
      Effect.gen(function* () {
        const here = workspaceArmId(workspace.scope)
        // A GUID by its type, so there is nothing to escape.
        const assignedTo = `assignedTo('${visitor.caller.id}')`
        const [assigned, deniedTo] = yield* Effect.all(
          [
            everyItem(authorizationUrl(workspace, "roleAssignments", `atScope() and ${assignedTo}`), asSystem),
            everyItem(authorizationUrl(workspace, "denyAssignments", assignedTo), asSystem)
          ],
          { concurrency: 2 }
        )
        const assignments = yield* Effect.forEach(assigned, (item) => decodeAnswer(WireRoleAssignment, item))
        const ids = assignments
          .filter(({ properties }) => reaches(properties.scope, here))
          .map(({ properties }) => properties.roleDefinitionId.toLowerCase())
        const granted = yield* Effect.forEach(new Set(ids), (id) => Cache.get(roles, id), { concurrency: 4 })
        const denials = yield* Effect.forEach(deniedTo, (item) => decodeAnswer(WireDenyAssignment, item))
        return {
          granted: granted.flat(),
          denied: denials
            .map(({ properties }) => properties)
            .filter(
              ({ scope, doNotApplyToChildScopes, excludePrincipals }) =>
                reaches(scope, here) &&
                !(doNotApplyToChildScopes && scope.toLowerCase() !== here.toLowerCase()) &&
                !excludePrincipals.some(({ id }) => id.toLowerCase() === visitor.caller.id)
            )
            .flatMap(({ permissions }) => permissions)
        }
      })

    const remembered = yield* Cache.makeWith(
      (question: Question) =>
        Effect.mapError(
          question.session === undefined ? byAssignments(question) : toToken(question.session, question.workspace),
          unavailable
        ),
      {
        capacity: mostCallers,
        timeToLive: (exit) => (Exit.isSuccess(exit) ? remembering(exit.value) : Duration.zero)
      }
    )

    /** A session lasts as long as its token, and asks the same with each of its requests. */
    const asked = new WeakMap<Visitor, ReadonlyMap<string, Question>>()
    const questionsOf = (visitor: Visitor): ReadonlyMap<string, Question> => {
      const before = asked.get(visitor)
      if (before !== undefined) return before
      const questions = new Map(configured.map((workspace) => [workspace.alias, new Question(visitor, workspace)]))
      asked.set(visitor, questions)
      return questions
    }

    return {
      rightsOf: (visitor, alias) => {
        const question = questionsOf(visitor).get(alias)
        return question === undefined
          ? Effect.fail(new UnknownWorkspace({ workspace: alias }))
          : inSpan("ArmAzureRightsSource.rightsOf")(Cache.get(remembered, question))
      }
    }
  })

/** From SENTINEL_WORKSPACES, with the connection that it is given. */
export const layerOnConnection = Layer.effect(AzureRightsSource, Effect.flatMap(configuredWorkspaces, make))

/** From the environment; needs the credentials alone. */
export const layer = Layer.provide(layerOnConnection, armConnection)
