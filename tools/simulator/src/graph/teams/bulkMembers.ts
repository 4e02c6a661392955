import type { AadUserConversationMemberResult } from "@microsoft/microsoft-graph-types"
import { Hono } from "hono"
import type { UncheckedObject } from "../../platform/json.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody } from "../jsonBody.ts"
import {
  type RequestedMember,
  readMember,
  checkGuests,
  checkOwnerRight,
  membersFaults,
  refusalByFault
} from "./requestedMember.ts"
import { addPerson, isBadAccount, isLastOwner, isRefusal, type Refusal, removePerson } from "./roster.ts"
import { teamOf } from "./TeamCall.ts"
import { addMembers, removeMembers } from "./teamPermissions.ts"

type Result = AadUserConversationMemberResult & { "@odata.type": string; userId?: string | null }

const valuesOf = (body: UncheckedObject, maximum: number): ReadonlyArray<unknown> => {
  const values = body["values"]
  if (!Array.isArray(values) || values.length === 0)
    throw new GraphFailure(400, "BadRequest", "The parameter 'values' is required.")
  if (values.length > maximum) {
    throw new GraphFailure(400, "BadRequest", `The number of members in the request exceeds the maximum of ${maximum}.`)
  }
  return values
}

const resultsOf = (
  c: GraphContext,
  requested: ReadonlyArray<RequestedMember>,
  act: (member: RequestedMember) => Refusal | undefined
) => {
  const tenant = c.get("tenant")
  const results = requested.map((member): Result => {
    const refusal = refusalByFault(c, member.userId) ?? act(member)
    return {
      "@odata.type": "#microsoft.graph.aadUserConversationMemberResult",
      userId: member.userId ?? member.key,
      error: refusal ?? null
    }
  })
  const faults = membersFaults(c)
  const shown = faults.some(({ withoutUserId }) => withoutUserId)
    ? results.map(({ userId: _userId, ...result }) => ({ ...result, userId: null }))
    : results
  return faults.some(({ shuffle }) => shuffle)
    ? shown
        .map((result) => ({ result, at: tenant.random() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ result }) => result)
    : shown
}

const context = "https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.aadUserConversationMemberResult)"

/** POST members/add (at most 200; 200 or 207) and members/remove (at most 20; 204 or 207), one result per person. */
export const bulkMembers = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.post("/teams/:team/members/add", allow(addMembers, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c, "change")
    const requested = valuesOf(await jsonBody(c), 200).map((value) => readMember(tenant, value))
    checkOwnerRight(
      c,
      requested.some(({ owner }) => owner)
    )
    checkGuests(c, requested)
    const { badAccountInBulk, memberLagMillis } = tenant.state.behavior
    if (badAccountInBulk === "whole404" && requested.some(({ key, userId }) => isBadAccount(tenant, userId ?? key))) {
      throw new GraphFailure(404, "NotFound", "Not Found", { inner: { code: "ItemNotFound" } })
    }
    const visibleAt = tenant.after(memberLagMillis)
    const value = resultsOf(c, requested, ({ key, userId, owner }) => {
      const result = addPerson(tenant, team, userId ?? key, owner, visibleAt)
      return isRefusal(result) ? result : undefined
    })
    tenant.changed()
    return c.json({ "@odata.context": context, value }, value.some(({ error }) => error) ? 207 : 200)
  })

  app.post("/teams/:team/members/remove", allow(removeMembers, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c, "change")
    const requested = valuesOf(await jsonBody(c), 20).map((value) => readMember(tenant, value))
    const hiddenAt = tenant.after(tenant.state.behavior.memberRemovalLagMillis)
    const value = resultsOf(c, requested, ({ userId }) => {
      const member = team.members.find((candidate) => candidate.userId === userId)
      if (!member) return { code: "NotFound", message: "Could not find resource" }
      if (isLastOwner(team, member))
        return { code: "BadRequest", message: "The last owner of a team can't be removed." }
      removePerson(tenant, team, member, hiddenAt)
      return undefined
    })
    tenant.changed()
    return value.some(({ error }) => error) ? c.json({ "@odata.context": context, value }, 207) : c.body(null, 204)
  })

  return app
}
