import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { CallPurpose } from "@incident-teams/application/tracing/CallPurpose"
import { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { behave, inject, page, tagOf } from "../testing/faultsOn.ts"
import { freshGroup, freshTeam, onTenant } from "../testing/onTenant.ts"
import { ana, crowd, ines, writes } from "../testing/platformStage.ts"
import { truth } from "../testing/SimulatedTeams.ts"

/** Of the platform's time; longer than any test. */
const aDay = 24 * 3_600_000

const newGroup = {
  key: TeamKey.make(`it-faults-${"b".repeat(26)}-1`),
  name: "INC-1",
  description: "",
  owners: [ana],
  standbyOwners: [],
  lookFirst: false
}

describe("making a team", () => {
  it("takes few calls, each told apart by its purpose and a request id of its own", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const people = (yield* crowd).slice(0, 30)
        yield* Effect.promise(() => tenant.forgetCalls())
        const step = Effect.provideService(CallPurpose, "AddMembers")
        const id = yield* freshTeam
        yield* step(platform.addMembers(id, people))
        yield* platform.pinPage(id, page)
        const calls = yield* Effect.promise(() => tenant.calls("graph"))
        // Group, team, members; main channel, its tabs where they aren't expanded, the page.
        expect(calls.length).toBeLessThanOrEqual(6)
        expect(new Set(calls.map(({ clientRequestId }) => clientRequestId)).size).toBe(calls.length)
        expect(calls.map(({ headers }) => headers["x-incident-teams-step"])).toEqual(
          calls.map(({ path }) => (path.endsWith("/members/add") ? "AddMembers" : "request"))
        )
      })
    ))

  it("is done where PUT team fails although there is a team", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        for (const status of [400, 409, 500, 503]) {
          const { id } = yield* freshGroup
          yield* inject(tenant, { ...writes.ensureTeam, fault: { kind: "answer", status, afterEffect: true } })
          expect((yield* platform.ensureTeam(id)).link).toMatch(/^https:/)
        }
      })
    ))

  it("is uncertain where the connection is lost, whether or not it had its effect", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        for (const afterEffect of [true, false]) {
          const { id } = yield* freshGroup
          yield* inject(tenant, { ...writes.ensureTeam, fault: { kind: "reset", afterEffect } })
          const answer = yield* tagOf(platform.ensureTeam(id))
          // A look tells that there is a team; that there is none yet tells nothing.
          expect(answer).toBe(afterEffect ? "done" : "PlatformUncertain")
          expect(yield* tagOf(platform.ensureTeam(id))).toBe("done")
        }
        expect((yield* Effect.promise(() => truth(tenant))).teams).toHaveLength(2)
      })
    ))

  it("needs a person where a deleted group keeps the mail nickname", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const { key, id } = yield* freshGroup
        yield* Effect.promise(() => tenant.control("POST", `/teams/${id}/delete`))
        const failure = yield* Effect.flip(
          platform.ensureGroup({
            key,
            name: "INC-1",
            description: "",
            owners: [ana],
            standbyOwners: [],
            lookFirst: true
          })
        )
        expect(failure).toMatchObject({ _tag: "GroupUnusable", reason: expect.stringContaining(key) })
      })
    ))

  it.each(["details", "innerError", "message"])(
    "waits where a lost answer created the group and reads don't show it yet; the conflict stands in the %s",
    (nicknameConflict) =>
      onTenant((tenant) =>
        Effect.gen(function* () {
          const platform = yield* CollaborationPlatform
          yield* behave(tenant, { nicknameConflict, groupReadLagMillis: aDay, indexLagMillis: aDay })
          yield* inject(tenant, { ...writes.ensureGroup, fault: { kind: "answer", status: 503, afterEffect: true } })
          const request = { ...newGroup, lookFirst: true }
          expect(yield* tagOf(platform.ensureGroup(request))).toBe("PlatformUncertain")
          expect(yield* tagOf(platform.ensureGroup(request))).toBe("NotReadyYet")
          yield* behave(tenant, { groupReadLagMillis: 0 })
          expect(yield* platform.ensureGroup(request)).toMatchObject({ found: true })
          expect((yield* Effect.promise(() => truth(tenant))).groupsWithoutTeam).toHaveLength(1)
        })
      )
  )

  it("names the group, deleted or not, that keeps the mail nickname", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const { key, id } = yield* freshGroup
        yield* behave(tenant, { indexLagMillis: 0 })
        yield* Effect.promise(() => tenant.control("POST", `/teams/${id}/delete`))
        expect(yield* Effect.flip(platform.ensureGroup({ ...newGroup, key }))).toMatchObject({
          _tag: "GroupUnusable",
          reason: expect.stringMatching(new RegExp(`deleted group .*${id}`, "u"))
        })
        const strangers = yield* Effect.promise(async () => {
          const token = await tenant.token({ application: "server", audience: "graph" })
          const answer = await fetch(`${tenant.base}/v1.0/groups`, {
            method: "POST",
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body: JSON.stringify({
              displayName: "Not ours",
              groupTypes: ["Unified"],
              mailEnabled: true,
              mailNickname: newGroup.key,
              securityEnabled: false
            })
          })
          return ((await answer.json()) as { readonly id: string }).id
        })
        expect(yield* Effect.flip(platform.ensureGroup(newGroup))).toMatchObject({
          _tag: "GroupUnusable",
          reason: expect.stringContaining(strangers)
        })
      })
    ))

  it("is hidden from Outlook and sends no welcome mail, but doesn't fail where the directory refuses to set that", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const optionsOf = (id: string) =>
          Effect.promise(async () => {
            const token = await tenant.token({ application: "server", audience: "graph" })
            const answer = await fetch(`${tenant.base}/v1.0/groups/${id}?$select=resourceBehaviorOptions`, {
              headers: { authorization: `Bearer ${token}` }
            })
            return await answer.json()
          })
        const quiet = yield* platform.ensureGroup(newGroup)
        expect(yield* optionsOf(quiet.id)).toMatchObject({
          resourceBehaviorOptions: [
            "HideGroupInOutlook",
            "WelcomeEmailDisabled",
            "SubscribeMembersToCalendarEventsDisabled"
          ]
        })
        // The options can't be changed afterward: naming them again must not keep us from the group.
        expect(yield* platform.ensureGroup(newGroup)).toEqual({ id: quiet.id, found: true })
        yield* behave(tenant, { resourceBehaviorOptions: "refuse" })
        const other = { ...newGroup, key: TeamKey.make(`it-faults-${"b".repeat(26)}-2`) }
        const made = yield* platform.ensureGroup(other)
        expect(made.found).toBe(false)
        expect(yield* optionsOf(made.id)).toMatchObject({ resourceBehaviorOptions: [] })
      })
    ))

  it("is created in a tenant whose naming policy holds applications, in name and mail nickname", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        yield* behave(tenant, { namingPolicyForApplications: "held" })
        yield* Effect.promise(() =>
          tenant.control("PATCH", "/group-policy", { PrefixSuffixNamingRequirement: "GRP_[GroupName]_[Department]" })
        )
        const made = yield* platform.ensureGroup(newGroup)
        const [group] = (yield* Effect.promise(() => truth(tenant))).groupsWithoutTeam
        expect(group).toMatchObject({ id: made.id, displayName: "GRP_INC-1_" })
        expect(yield* platform.ensureGroup({ ...newGroup, lookFirst: true })).toEqual({ id: made.id, found: true })
      })
    ))

  it("says how an application is exempt where no name is accepted", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        yield* behave(tenant, { namingPolicyForApplications: "held" })
        yield* Effect.promise(() => tenant.control("PATCH", "/group-policy", { CustomBlockedWordsList: "inc" }))
        expect(yield* Effect.flip(platform.ensureGroup(newGroup))).toMatchObject({
          _tag: "PlatformRefused",
          reason: expect.stringContaining("blocks a word"),
          remedy: expect.stringContaining("Groups Administrator")
        })
      })
    ))

  it("waits while the application has created as many groups as it may", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        yield* behave(tenant, { groupQuota: 0 })
        expect(yield* Effect.flip(platform.ensureGroup(newGroup))).toMatchObject({
          _tag: "InstallationTrouble",
          kind: "quota",
          remedy: expect.stringContaining("Groups Administrator")
        })
        yield* behave(tenant, { groupQuota: 1 })
        expect(yield* tagOf(platform.ensureGroup(newGroup))).toBe("done")
      })
    ))

  it("has the owners who are still in the directory, and needs a person where neither they nor standby owners are", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        yield* Effect.promise(() => tenant.control("DELETE", "/users/ines"))
        const some = { ...newGroup, owners: [ana, ines], standbyOwners: [ines] }
        expect(yield* platform.ensureGroup(some)).toEqual({ id: expect.any(String), found: false })
        const key = TeamKey.make(`it-faults-${"b".repeat(26)}-2`)
        const failure = yield* Effect.flip(
          platform.ensureGroup({ ...newGroup, key, owners: [ines], standbyOwners: [ines] })
        )
        expect(failure).toMatchObject({ _tag: "PlatformRefused", remedy: expect.stringContaining("STANDBY_OWNERS") })
      })
    ))

  it("needs licensed owners before a team is put on it, where Teams asks for them", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        const { id } = yield* freshGroup
        yield* behave(tenant, { unlicensedOwner: "refuse" })
        yield* Effect.promise(() => tenant.control("PATCH", "/users/ana", { teamsLicense: false }))
        expect(yield* Effect.flip(platform.ensureTeam(id))).toMatchObject({
          _tag: "PlatformRefused",
          remedy: expect.stringContaining("license")
        })
        yield* Effect.promise(() => tenant.control("PATCH", "/users/ana", { teamsLicense: true }))
        expect(yield* tagOf(platform.ensureTeam(id))).toBe("done")
      })
    ))

  it("isn't taken for lost where reads of a new team lag", () =>
    onTenant((tenant) =>
      Effect.gen(function* () {
        const platform = yield* CollaborationPlatform
        yield* behave(tenant, { teamReadLagMillis: aDay, memberLagMillis: 0 })
        const id = yield* freshTeam
        for (const call of [platform.read(id), platform.addMembers(id, [ines]), platform.pinPage(id, page)]) {
          expect(yield* tagOf(call)).toBe("PlatformBusy")
        }
        yield* behave(tenant, { teamReadLagMillis: 0 })
        for (const call of [platform.read(id), platform.addMembers(id, [ines]), platform.pinPage(id, page)]) {
          expect(yield* tagOf(call)).toBe("done")
        }
      })
    ))
})
