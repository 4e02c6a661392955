import { Deployment } from "@incident-teams/application/deployment/Deployment"
import type { Belonging, DocumentList, Evidence } from "@incident-teams/application/ports/IncidentDocuments"
import {
  deleteDocument,
  getDocument,
  listDocuments,
  listEvidence,
  putDocument
} from "@incident-teams/application/use-cases/incidentDocuments"
import { defined } from "@incident-teams/domain/defined"
import { incidentAction } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Option, Schema } from "effect"
import { openContinuation, sealContinuation } from "../sealing/continuation.ts"
import { ArmRefusal } from "./ArmRefusal.ts"
import type { ArmAnswer, ArmAsked, ArmRoute } from "./ArmRoute.ts"
import { incidentAsked, placeAsked } from "./placeAsked.ts"
import { queryOption } from "./queryOption.ts"
import { withoutTeamInformation, withTeamInformation } from "./teamInformation.ts"

const Document = Schema.decodeUnknownOption(Schema.Record(Schema.String, Schema.Json))

/** The body of a PUT. What belongs in it Sentinel says. */
const documentOf = Effect.fnUntraced(function* (body: unknown) {
  const document = Document(body)
  return Option.isSome(document)
    ? document.value
    : yield* new ArmRefusal({ status: 400, code: "BadRequest", message: "The body must be a JSON object." })
})

/** Absolute, as ARM's are, with the question repeated, and back to us wherever Azure's led. */
const nextLink = (publicUrl: string, { url, apiVersion }: ArmAsked, next: string): string => {
  const query = ["$filter", "$orderby", "$top"].flatMap((name) => {
    const value = queryOption(url.searchParams, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return `${publicUrl}${url.pathname}?${[["api-version", apiVersion] as const, ...query, ["$skipToken", next] as const]
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&")}`
}

const listed = Effect.fnUntraced(function* (asked: ArmAsked, list: DocumentList) {
  const { publicUrl } = yield* Deployment
  const option = (name: string) => queryOption(asked.url.searchParams, name)
  const [filter, orderby, top] = [option("$filter"), option("$orderby"), option("$top")]
  const next = yield* openContinuation(asked.url.pathname, option("$skipToken"))
  const page = yield* listDocuments(asked.session, list, {
    ...defined({ filter, orderby, top, next })
  })
  const skipToken = yield* sealContinuation(asked.url.pathname, page.next)
  const answer: ArmAnswer = {
    status: 200,
    body: {
      value: page.items.map(withTeamInformation),
      ...(skipToken === undefined ? {} : { nextLink: nextLink(publicUrl, asked, skipToken) })
    }
  }
  return answer
})

/** Get, create or update, and delete of an incident, or of what belongs to it. */
const single = (path: string, kind?: Belonging): ReadonlyArray<ArmRoute> => [
  {
    method: "GET",
    path,
    action: incidentAction("read", kind),
    handle: Effect.fnUntraced(function* (asked) {
      const found = yield* getDocument(asked.session, yield* placeAsked(asked, kind))
      return { status: 200, body: withTeamInformation(found) }
    })
  },
  {
    method: "PUT",
    path,
    action: incidentAction("write", kind),
    takesBody: true,
    handle: Effect.fnUntraced(function* (asked) {
      const place = yield* placeAsked(asked, kind)
      const document = yield* documentOf(asked.body)
      const written = yield* putDocument(
        asked.session,
        place,
        kind === undefined ? withoutTeamInformation(document) : document
      )
      return { status: written.created ? 201 : 200, body: withTeamInformation(written) }
    })
  },
  {
    method: "DELETE",
    path,
    action: incidentAction("delete", kind),
    handle: Effect.fnUntraced(function* (asked) {
      return { status: (yield* deleteDocument(asked.session, yield* placeAsked(asked, kind))) ? 200 : 204 }
    })
  }
]

const belonging = (kind: Belonging): ReadonlyArray<ArmRoute> => [
  {
    method: "GET",
    path: `/incidents/:incident/${kind}`,
    action: incidentAction("read", kind),
    handle: (asked) => Effect.flatMap(incidentAsked(asked), (incident) => listed(asked, { incident, kind }))
  },
  ...single(`/incidents/:incident/${kind}/:name`, kind)
]

/** Listed by a POST without a body, in one answer. No operation of its own is documented: reading incidents is. */
const evidence = (kind: Evidence): ArmRoute => ({
  method: "POST",
  path: `/incidents/:incident/${kind}`,
  action: incidentAction("read"),
  handle: Effect.fnUntraced(function* (asked) {
    return { status: 200, body: yield* listEvidence(asked.session, yield* incidentAsked(asked), kind) }
  })
})

/** Incidents and what belongs to them, as Sentinel's own documents. */
export const documentRoutes: ReadonlyArray<ArmRoute> = [
  {
    method: "GET",
    path: "/incidents",
    action: incidentAction("read"),
    handle: (asked) => listed(asked, { workspace: asked.workspace })
  },
  ...single("/incidents/:incident"),
  evidence("alerts"),
  evidence("bookmarks"),
  evidence("entities"),
  ...belonging("comments"),
  ...belonging("relations"),
  ...belonging("tasks")
]
