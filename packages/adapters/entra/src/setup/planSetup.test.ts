import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { arbitraryChoices, arbitraryFound, chosenCosmos, everyRight, nothing } from "../testing/arbitrarySetup.ts"
import { teamsAppUnderTest } from "../testing/teamsAppUnderTest.ts"
import type { Change, Made } from "./Change.ts"
import { type Choices, resourceGroupsOf } from "./Choices.ts"
import type { Found, FoundApplication } from "./Found.ts"
import { planRemoval } from "./planRemoval.ts"
import { nextStep, planSetup as planWith, secretName } from "./planSetup.ts"
import { settle } from "./settle.ts"
import { madeBySetup } from "./wellKnown.ts"

const now = Date.parse("2026-11-30T08:00:00Z")
const year = 365 * 86_400_000

const planSetup = (choices: Choices, found: Found, at: number, teamsApp = teamsAppUnderTest()) =>
  planWith(choices, found, at, teamsApp)

/** The tenant as far as it matters here: it chooses ids, and keeps what was written. */
const answers = (at: number) => {
  let made = 0
  return (): Made => {
    made += 1
    const id = `made-${made}`
    const certificate = { keyId: id, certificate: id, startsAt: at, endsAt: at + year, isOurs: true }
    return { id, appId: `app-${made}`, endsAt: at + year, certificate }
  }
}

/** Runs a plan as long as anything can be done; returns what is there then, and the changes. */
const run = (plan: (found: Found) => ReturnType<typeof planSetup>, begin: Found, most = 200, at = now) => {
  const answer = answers(at)
  const changes: Array<Change> = []
  let found = begin
  for (let step = nextStep(plan(found)); step !== undefined; step = nextStep(plan(found))) {
    if (changes.length === most) return { found, changes, isCut: true }
    changes.push(step.change)
    found = settle(found, step.change, answer())
  }
  return { found, changes, isCut: false }
}

const setUp = (choices: Choices, begin: Found, most?: number) =>
  run((found) => planSetup(choices, found, now), begin, most)
const remove = (choices: Choices, begin: Found) => run((found) => planRemoval(choices, found), begin)

const world = fc.tuple(arbitraryChoices, arbitraryFound)

describe("a plan", () => {
  it("always ends with everything there for an administrator who holds every right", () => {
    fc.assert(
      fc.property(world, ([choices, begin]) => {
        const { found, isCut } = setUp(choices, { ...begin, ...everyRight(choices) })
        expect(isCut).toBe(false)
        expect(planSetup(choices, found, now).filter(({ state }) => state !== "there")).toEqual([])
      })
    )
  })

  it("never refers to what isn't there yet", () => {
    fc.assert(
      fc.property(world, ([choices, begin]) => {
        const { changes } = setUp(choices, { ...begin, ...everyRight(choices) })
        expect(JSON.stringify(changes)).not.toMatch(
          /"(?:principalId|resourceId|roleId|applicationId|appId)":(?:""|null)/u
        )
      })
    )
  })

  it("never takes away what others set up", () => {
    const idsIn = (application: FoundApplication | undefined) =>
      application === undefined
        ? []
        : [
            ...application.properties.scopes.map(({ id }) => id),
            ...application.properties.appRoles.map(({ id }) => id),
            ...application.properties.identifierUris,
            ...application.properties.preAuthorized.map(({ appId }) => appId),
            ...application.properties.redirectUris.filter((address) => !address.endsWith("/sign-in/callback")),
            ...application.properties.requiredAccess.flatMap(({ resourceAccess }) =>
              resourceAccess.map(({ id }) => id)
            ),
            ...(application.principal?.roles.map(({ roleId }) => roleId) ?? []),
            ...(application.principal?.grants.flatMap(({ scopes }) => scopes) ?? []),
            ...application.keys.map(({ keyId }) => keyId),
            ...application.federations.filter(({ name }) => name !== madeBySetup).map(({ id }) => id),
            ...application.secrets.filter(({ displayName }) => displayName !== secretName).map(({ keyId }) => keyId)
          ]
    fc.assert(
      fc.property(world, ([choices, begin]) => {
        const { found } = setUp(choices, { ...begin, ...everyRight(choices) })
        for (const key of ["server", "console"] as const) {
          expect(idsIn(found.applications[key])).toEqual(expect.arrayContaining(idsIn(begin.applications[key])))
        }
        expect(found.settings?.values["MINE"]).toBe(begin.settings?.values["MINE"])
      })
    )
  })

  it("goes on after it was ended at any change, and leaves no second secret", () => {
    fc.assert(
      fc.property(world, fc.nat(40), ([choices, begin], most) => {
        const start = { ...begin, ...everyRight(choices) }
        const { found } = setUp(choices, start, most)
        // The process died while it added a secret: the tenant has it, the file doesn't.
        const step = nextStep(planSetup(choices, found, now))
        const lost =
          step?.change._tag === "AddSecret"
            ? { ...settle(found, step.change, { id: "lost", endsAt: now + year }), settings: found.settings }
            : found
        const again = setUp(choices, JSON.parse(JSON.stringify(lost)))
        expect(planSetup(choices, again.found, now).filter(({ state }) => state !== "there")).toEqual([])
        expect(again.found.applications.server?.secrets.map(({ keyId }) => keyId)).not.toContain("lost")
      })
    )
  })

  it("does all that doesn't need a missing right, and says who can do the rest", () => {
    fc.assert(
      fc.property(world, ([choices, begin]) => {
        const { found } = setUp(choices, {
          ...begin,
          ...chosenCosmos(choices, false),
          administrator: { directoryRoles: [], mayAssign: [] }
        })
        const left = planSetup(choices, found, now).filter(({ state }) => state !== "there")
        for (const { about, state, remedy, right } of left) {
          expect({ about, state, remedy, right }).toEqual({
            about: expect.stringMatching(/permission|Responder|Contributor/u),
            state: "other",
            remedy: expect.stringContaining("Ask someone"),
            right: expect.stringMatching(/\w/u)
          })
        }
      })
    )
  })

  it("replaces a secret that ends within 30 days, and leaves the old one until then", () => {
    const choices: Choices = { tenantId: "t", publicUrl: "https://x.example", workspaces: {}, standbyOwners: [] }
    const { found } = setUp(choices, { ...nothing, ...everyRight(choices) })
    const [old] = found.applications.server?.secrets ?? []
    const renewed = run((there) => planSetup(choices, there, now + year - 29 * 86_400_000), found, 2)
    expect(renewed.changes.map(({ _tag }) => _tag)).toEqual(["NoteSecret", "AddSecret"])
    expect(renewed.found.applications.server?.secrets).toContainEqual(old)
  })
})

describe("a certificate", () => {
  const choices: Choices = {
    tenantId: "t",
    publicUrl: "https://x.example",
    workspaces: {},
    standbyOwners: [],
    credential: "certificate"
  }
  const made = setUp(choices, { ...nothing, ...everyRight(choices) })
  const { current } = made.found.certificateFile
  const tags = (changes: ReadonlyArray<Change>) => changes.map(({ _tag }) => _tag)

  it("is made, registered and only then adopted", () => {
    expect(tags(made.changes).slice(-3)).toEqual(["MakeCertificate", "WriteKeys", "AdoptCertificate"])
    expect(planSetup(choices, made.found, now).at(-1)?.until).toBe(new Date(now + year).toISOString())
  })

  it("is replaced within 30 days of its end, and stays registered until then", () => {
    const late = now + year - 29 * 86_400_000
    const renewed = run((there) => planSetup(choices, there, late), made.found, 200, late)
    expect(tags(renewed.changes)).toEqual(["MakeCertificate", "WriteKeys", "AdoptCertificate"])
    expect(renewed.found.applications.server?.keys.map(({ keyId }) => keyId)).toContain(current?.keyId)
  })

  it("that somebody else made is registered, never replaced, and never removed", () => {
    const theirs = { ...current!, keyId: "theirs", isOurs: false, endsAt: now + 86_400_000 }
    const begin = { ...nothing, ...everyRight(choices), certificateFile: { path: "theirs.pem", current: theirs } }
    const { found, changes } = setUp(choices, begin)
    expect(tags(changes)).not.toContain("MakeCertificate")
    expect(planSetup(choices, found, now).at(-1)).toMatchObject({
      state: "other",
      remedy: expect.stringContaining("Replace the file")
    })
    expect(tags(remove(choices, found).changes)).not.toContain("DeleteCertificate")
  })
})

describe("the package of the Teams app", () => {
  const choices: Choices = {
    tenantId: "t",
    publicUrl: "https://x.example",
    workspaces: {},
    standbyOwners: [],
    teamsApp: true
  }
  const begin = { ...nothing, ...everyRight(choices) }
  const { found } = setUp(choices, begin)
  const stepOf = (plan: ReturnType<typeof planSetup>) => plan.find(({ about }) => about === "Teams app package")

  it("is written once the client ID is known, and is then there, with what to do with it", () => {
    expect(stepOf(planSetup(choices, begin, now))).toMatchObject({ state: "make" })
    expect(stepOf(planSetup(choices, begin, now))?.change).toBeUndefined()
    const { appId } = found.applications.server!
    expect(Buffer.from(found.teamsApp.current?.content ?? "", "base64").toString("utf8")).toBe(
      `Teams app 1: plain of ${appId} on https://x.example`
    )
    expect(stepOf(planSetup(choices, found, now))).toMatchObject({
      state: "there",
      next: expect.stringMatching(/^Upload \/etc\/incident-teams-app\.zip .*teamsAppId.*AppCatalog\.Submit/u)
    })
    const uploaded = { ...choices, teamsAppId: "in-the-catalog" }
    expect(stepOf(planSetup(uploaded, found, now))?.next).toBeUndefined()
    expect(stepOf(planSetup({ ...choices, teamsApp: false }, found, now))).toBeUndefined()
  })

  it.each<[string, Choices, Found, string]>([
    ["address", { ...choices, publicUrl: "https://y.example" }, found, "plain"],
    ["content", choices, found, "round"],
    [
      "client ID",
      choices,
      { ...found, applications: { ...found.applications, server: { ...found.applications.server!, appId: "other" } } },
      "plain"
    ]
  ])("is written again for another %s, and uploaded with a higher version", (_, chosen, there, icons) => {
    const plan = planSetup({ ...chosen, teamsAppId: "in-the-catalog" }, there, now, teamsAppUnderTest(icons))
    const planned = stepOf(plan)
    expect(planned).toMatchObject({ state: "change", next: expect.stringContaining("new version") })
    const content = planned?.change?._tag === "WriteTeamsApp" ? planned.change.content : ""
    expect(Buffer.from(content, "base64").toString("utf8")).toMatch(/^Teams app 2: /u)
  })

  it("never takes the place of another file, and doesn't remove it", () => {
    const theirs = { ...found, teamsApp: { ...found.teamsApp, current: { content: "theirs", isOurs: false } } }
    const [planned] = [stepOf(planSetup(choices, theirs, now))]
    expect(planned).toMatchObject({ state: "other", remedy: expect.stringContaining("teamsAppFile") })
    expect(planned?.change).toBeUndefined()
    expect(remove(choices, theirs).found.teamsApp).toEqual(theirs.teamsApp)
  })

  it("isn't made where Teams couldn't use it, and says why", () => {
    const unfit = { ...teamsAppUnderTest(), make: () => "Teams needs https." }
    for (const there of [begin, { ...found, teamsApp: begin.teamsApp }]) {
      expect(stepOf(planSetup(choices, there, now, unfit))).toMatchObject({
        state: "other",
        remedy: "Teams needs https."
      })
    }
  })
})

describe("a removal", () => {
  it("takes everything that setup made on an empty tenant, and says nothing is left", () => {
    fc.assert(
      fc.property(arbitraryChoices, (choices) => {
        const begin = { ...nothing, ...everyRight(choices) }
        const { found } = setUp(choices, begin)
        const removed = remove(choices, found)
        expect(removed.found).toEqual(begin)
        expect(planRemoval(choices, removed.found)).toEqual([])
      })
    )
  })

  it("never takes an application, a role assignment or a file that setup didn't make", () => {
    fc.assert(
      fc.property(world, ([choices, begin]) => {
        const { found } = setUp(choices, { ...begin, ...everyRight(choices) })
        const { found: after } = remove(choices, found)
        for (const key of ["server", "console"] as const) {
          const before = begin.applications[key]
          const isOurs = before === undefined || before.properties.tags.includes(madeBySetup)
          expect(after.applications[key] === undefined).toBe(isOurs)
        }
        expect(after.settings === undefined).toBe(begin.settings?.isOurs !== false)
        expect(after.cosmos).toEqual(chosenCosmos(choices, true).cosmos)
        const foreign = begin.roleAssignments.filter(({ name }) => name.startsWith("theirs"))
        expect(after.roleAssignments).toEqual(expect.arrayContaining(foreign))
      })
    )
  })
})

it("names each resource group once, whatever the case of its id", () => {
  const id = (group: string, name: string) =>
    `/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/${group}/providers/Microsoft.OperationalInsights/workspaces/${name}`
  const workspaces = { a: id("rg", "a"), b: id("RG", "b"), c: id("other", "c") }
  expect(resourceGroupsOf({ tenantId: "", publicUrl: "", standbyOwners: [], workspaces }).length).toBe(2)
})
