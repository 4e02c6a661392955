import type { PipelineRequest } from "@azure/core-rest-pipeline"
import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import type { Session } from "@incident-teams/application/ports/Session"
import { ApplicationId, PersonId, TenantId } from "@incident-teams/domain/ids/directoryIds"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { incidentsRead, incidentsWrite, isGranted } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Layer, Redacted, Tracer } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as ArmAzureRightsSource from "./ArmAzureRightsSource.ts"
import { workspaceArmId } from "./SentinelWorkspace.ts"
import { fakeArm, type FakeOutcome } from "./testing/fakeArm.ts"
import { reaches } from "./wire/WireRights.ts"

const soc = WorkspaceAlias.make("soc")
const scope = { subscriptionId: "d0cfe6b2-9ac0-4464-9919-dccaee2e48c0", resourceGroup: "rg-soc", workspace: "ws" }
const here = workspaceArmId(scope)
const subscription = `/subscriptions/${scope.subscriptionId}`
const guid = (number: number) => `00000000-0000-4000-8000-0000000000${String(number).padStart(2, "0")}`
const session = (caller: Session["caller"]): Session => ({
  caller,
  tenant: TenantId.make(guid(99)),
  token: Redacted.make("assertion")
})
const person = (number: number) => session({ _tag: "User", id: PersonId.make(guid(number)), name: `p${number}` })
const playbook = session({ _tag: "Application", id: ApplicationId.make(guid(1)), name: "playbook", roles: [] })

const list = (...value: ReadonlyArray<unknown>): FakeOutcome => ({ status: 200, body: { value } })
const reader = { actions: ["Microsoft.SecurityInsights/*/read"], notActions: [] }
const responder = { actions: ["Microsoft.SecurityInsights/incidents/*"] }
const role = (name: string) => `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${name}`
const assignment = (at: string, name: string) => ({ properties: { scope: at, roleDefinitionId: role(name) } })

/** What Azure says of applications, by the last segment of the path. */
const world =
  (assignments: ReadonlyArray<unknown>, denials: ReadonlyArray<unknown> = []) =>
  (last: string) => {
    switch (last) {
      case "roleAssignments":
        return list(...assignments)
      case "denyAssignments":
        return list(...denials)
      case "deleted":
        return { status: 404, body: { error: { code: "RoleDefinitionDoesNotExist", message: "" } } }
      default:
        return { status: 200, body: { properties: { permissions: [last === "reader" ? reader : responder] } } }
    }
  }
const deny = (more: object) => ({
  properties: { scope: here, permissions: [{ actions: [incidentsWrite] }], ...more }
})

/** Runs on a world that answers by the last segment of the path. */
const inWorld = async <A, E>(
  answers: (last: string, request: PipelineRequest) => FakeOutcome,
  body: (source: AzureRightsSource["Service"]) => Effect.Effect<A, E>
) => {
  const arm = fakeArm((request) => answers(new URL(request.url).pathname.split("/").at(-1) ?? "", request))
  const source = Layer.effect(AzureRightsSource, ArmAzureRightsSource.make([{ alias: soc, scope }]))
  const result = await Effect.runPromise(
    Effect.flatMap(AzureRightsSource, body).pipe(Effect.provide(Layer.provide(source, arm.layer)))
  )
  return { result, requests: arm.requests.map(({ url }) => decodeURIComponent(new URL(url).href)) }
}

describe("what a person has", () => {
  it("is asked with the person's own token, page by page", async () => {
    const { result, requests } = await inWorld(
      (_, { url, headers }) => {
        expect(headers.get("authorization")).toBe("Bearer of-p1")
        return url.includes("skipToken")
          ? list(responder)
          : { status: 200, body: { value: [reader], nextLink: `${url}&$skipToken=2` } }
      },
      (source) => source.rightsOf(person(1), soc)
    )
    expect(result).toEqual({ granted: [reader, { ...responder, notActions: [] }], denied: [] })
    expect(requests).toHaveLength(2)
    expect(requests[0]).toBe(
      `https://arm.example${here}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01`
    )
  })

  it.each([
    ["nothing", list()],
    ["a refusal", { status: 403 } as const]
  ])("is no right at all when Azure answers with %s", async (_, outcome) => {
    const { result } = await inWorld(
      () => outcome,
      (source) => source.rightsOf(person(1), soc)
    )
    expect(result).toEqual({ granted: [], denied: [] })
  })

  it("is unknown while Azure doesn't answer", async () => {
    let away = true
    const { result } = await inWorld(
      () => (away ? { status: 429, headers: { "retry-after": "7" } } : list(reader)),
      (source) =>
        Effect.gen(function* () {
          const failure = yield* Effect.flip(source.rightsOf(person(1), soc))
          away = false
          return [failure, yield* source.rightsOf(person(1), soc)] as const
        })
    )
    expect(result).toMatchObject([{ _tag: "RightsUnavailable", afterMillis: 7_000 }, { granted: [reader] }])
  })

  it("isn't guessed from a list that can't be understood, nor from another host's", async () => {
    for (const answer of [
      list(reader, { actions: "everything" }),
      { status: 200, body: { value: [reader], nextLink: "https://attacker.example/permissions" } }
    ]) {
      const { result, requests } = await inWorld(
        () => answer,
        (source) => Effect.flip(source.rightsOf(person(1), soc))
      )
      expect(result._tag).toBe("RightsUnavailable")
      expect(requests).toHaveLength(1)
    }
  })
})

describe("what a person has whom Azure denies the list of their rights", () => {
  /** Denies the list, and the assignments as well; answers calls for incidents as given. */
  const trying = (answers: { readonly read: FakeOutcome; readonly write: FakeOutcome }) =>
    inWorld(
      (_, { method, url, body }) => {
        if (url.includes("Microsoft.Authorization")) return { status: 403 }
        if (method === "PUT") expect(body).toBe('{"properties":{}}')
        return method === "PUT" ? answers.write : answers.read
      },
      (source) => source.rightsOf(person(1), soc)
    )
  const [let_, denied, wrong]: ReadonlyArray<FakeOutcome> = [{ status: 200 }, { status: 403 }, { status: 400 }]
  const verbs = (...allowed: ReadonlyArray<string>) => ({
    granted: allowed.map((verb) => ({
      actions: [`Microsoft.SecurityInsights/incidents/${verb}`, `Microsoft.SecurityInsights/incidents/*/${verb}`],
      notActions: []
    })),
    denied: []
  })

  it("follows from their assignments, read in our name", async () => {
    const { result } = await inWorld(
      (last) => (last === "permissions" ? { status: 403 } : world([assignment(here, "responder")])(last)),
      (source) => source.rightsOf(person(1), soc)
    )
    expect(result).toEqual({ granted: [{ ...responder, notActions: [] }], denied: [] })
  })

  it.each([
    ["neither", denied, denied, verbs()],
    ["reading", let_, denied, verbs("read")],
    ["writing, as Azure finds only the request wrong", denied, wrong, verbs("write")],
    ["both", let_, wrong, verbs("read", "write")]
  ])("is tried where those can't be read: %s", async (_, read, write, rights) => {
    if (read === undefined || write === undefined) throw new Error("Both are given.")
    const { result, requests } = await trying({ read, write })
    expect(result).toEqual(rights)
    expect(requests.slice(-2).toSorted()).toEqual([
      `https://arm.example${here}/providers/Microsoft.SecurityInsights/incidents/00000000-0000-0000-0000-000000000000?api-version=2025-09-01`,
      `https://arm.example${here}/providers/Microsoft.SecurityInsights/incidents?api-version=2025-09-01&$top=1`
    ])
  })

  it("isn't known where Azure answers neither yes nor no", async () => {
    const failure = await inWorld(
      (_, { url }) => (url.includes("Microsoft.Authorization") ? { status: 403 } : { status: 409 }),
      (source) => Effect.flip(source.rightsOf(person(1), soc))
    )
    expect(failure.result).toMatchObject({ _tag: "RightsUnavailable", reason: "Azure answered 409" })
  })
})

it("what a person has who signed in at the page follows from their assignments, in a span of its own", async () => {
  const { caller, tenant } = person(1)
  const spans: Array<string> = []
  const tracer = Tracer.make({
    span: (options) => {
      spans.push(options.name)
      return new Tracer.NativeSpan(options)
    }
  })
  const { result, requests } = await inWorld(world([assignment(here, "responder")]), (source) =>
    Effect.provideService(source.rightsOf({ caller, tenant }, soc), Tracer.Tracer, tracer)
  )
  expect(result.granted).toEqual([{ ...responder, notActions: [] }])
  expect(requests.some((url) => url.includes("permissions"))).toBe(false)
  expect(spans).toContain("ArmAzureRightsSource.rightsOf")
})

describe("rights that can't be read", () => {
  const failure = async (outcome: FakeOutcome, who = playbook, alias = soc) =>
    (
      await inWorld(
        () => outcome,
        (source) => Effect.flip(source.rightsOf(who, alias))
      )
    ).result

  it("because of an assignment are the installation's trouble", async () => {
    const refusal = { status: 403, body: { error: { code: "AuthorizationFailed", message: "No." } } }
    expect(await failure(refusal)).toMatchObject({
      _tag: "RightsUnavailable",
      reason: "Incident Teams may not read the role assignments: Azure answered 403 AuthorizationFailed: No..",
      trouble: {
        kind: "permission",
        remedy: expect.stringContaining("Assign the role Microsoft Sentinel Responder to the application")
      }
    })
  })

  it("may be later, where Azure fails", async () => {
    expect(await failure({ status: 409 })).not.toHaveProperty("afterMillis")
    expect(await failure({ status: 200, body: "half" })).toMatchObject({
      _tag: "RightsUnavailable",
      reason: "Azure's answer isn't JSON, or was cut off."
    })
    const gone = { status: 404, body: { error: { code: "SubscriptionNotFound", message: "" } } }
    expect(await failure(gone)).toMatchObject({ reason: "Azure answered 404 SubscriptionNotFound" })
  })

  it("are those of a workspace that isn't configured", async () => {
    const other = WorkspaceAlias.make("other")
    expect(await failure({ status: 200 }, playbook, other)).toMatchObject({
      _tag: "UnknownWorkspace",
      workspace: other
    })
  })

  it("of a role are no reason to go without it, unless it is gone", async () => {
    const { result } = await inWorld(
      (last) => (last === "reader" ? { status: 409 } : world([assignment(here, "reader")])(last)),
      (source) => Effect.flip(source.rightsOf(playbook, soc))
    )
    expect(result._tag).toBe("RightsUnavailable")
  })
})

describe("what an application has", () => {
  const may = (assignments: ReadonlyArray<unknown>, denials: ReadonlyArray<unknown> = []) =>
    inWorld(world(assignments, denials), (source) =>
      Effect.map(source.rightsOf(playbook, soc), (rights) => ({
        read: isGranted(rights, incidentsRead),
        write: isGranted(rights, incidentsWrite)
      }))
    )

  it("follows from the assignments at the workspace and above", async () => {
    const managementGroup = "/providers/Microsoft.Management/managementGroups/root"
    for (const at of ["/", managementGroup, subscription, `${subscription}/resourceGroups/RG-SOC`, here]) {
      expect((await may([assignment(at, "reader")])).result).toEqual({ read: true, write: false })
    }
    expect((await may([assignment(here, "reader"), assignment(here, "responder")])).result.write).toBe(true)
  })

  it("doesn't follow from assignments elsewhere, nor from a role that is gone", async () => {
    const elsewhere = [
      `${subscription}/resourceGroups/rg-soc-2`,
      `${subscription}/resourceGroups/rg-so`,
      `${here}/tables/x`,
      `${here}-2`
    ]
    const { result, requests } = await may(elsewhere.map((at) => assignment(at, "reader")))
    expect(result).toEqual({ read: false, write: false })
    expect(requests).toHaveLength(2)
    expect((await may([assignment(here, "deleted")])).result).toEqual({ read: false, write: false })
  })

  it("loses what is denied to it", async () => {
    const assigned = [assignment(here, "responder")]
    expect((await may(assigned, [deny({})])).result).toEqual({ read: true, write: false })
    expect((await may(assigned, [deny({ scope: subscription })])).result.write).toBe(false)
    for (const harmless of [
      deny({ scope: subscription, doNotApplyToChildScopes: true }),
      deny({ scope: `${subscription}/resourceGroups/another` }),
      deny({ excludePrincipals: [{ id: guid(1) }] })
    ]) {
      expect((await may(assigned, [harmless])).result.write).toBe(true)
    }
    expect((await may(assigned, [deny({ doNotApplyToChildScopes: true })])).result.write).toBe(false)
    const spelled = deny({ scope: here.toUpperCase(), doNotApplyToChildScopes: true })
    expect((await may(assigned, [spelled])).result.write).toBe(false)
    expect((await may(assigned, [deny({ excludePrincipals: [{ id: guid(2) }] })])).result.write).toBe(false)
  })

  it("isn't denied to whom a denial excepts, in any spelling of the id", async () => {
    const id = "abcdef00-0000-4000-8000-0000000000ab"
    const application = session({ _tag: "Application", id: ApplicationId.make(id), name: "other", roles: [] })
    const { result } = await inWorld(
      world([assignment(here, "responder")], [deny({ excludePrincipals: [{ id: id.toUpperCase() }] })]),
      (source) => source.rightsOf(application, soc)
    )
    expect(result.denied).toEqual([])
  })

  it("is read in our name, each role once", async () => {
    const { requests } = await inWorld(
      (last, { headers }) => {
        expect(headers.get("authorization")).toBe("Bearer ours")
        return world([assignment(here, "reader"), assignment(subscription, "READER")])(last)
      },
      (source) => source.rightsOf(playbook, soc)
    )
    const counted = (part: string) => requests.filter((url) => url.toLowerCase().includes(part)).length
    expect([counted("roleassignments"), counted("denyassignments"), counted("roledefinitions")]).toEqual([1, 1, 1])
    expect(requests.find((url) => url.includes("roledefinitions"))).toBe(
      `https://arm.example${role("reader").toLowerCase()}?api-version=2022-04-01`
    )
    expect(requests.find((url) => url.includes("roleAssignments"))).toContain(
      `$filter=atScope() and assignedTo('${guid(1)}')`
    )
  })

  it("never follows a role's id to anything but a role", async () => {
    for (const id of [
      "https://attacker.example/x",
      "//attacker.example/x",
      `${here}/../secrets`,
      "/x?y",
      role("a/../b")
    ]) {
      const { result, requests } = await inWorld(
        world([{ properties: { scope: here, roleDefinitionId: id } }]),
        (source) => Effect.flip(source.rightsOf(playbook, soc))
      )
      expect(result._tag).toBe("RightsUnavailable")
      expect(requests).toHaveLength(2)
    }
  })
})

describe("a right that is taken away", () => {
  const ways = {
    "from a person": {
      who: person(1),
      answers: (granted: boolean) => (last: string) =>
        last === "permissions" ? list(granted ? responder : reader) : world([assignment(here, "responder")])(last)
    },
    "with the application's assignment": {
      who: playbook,
      answers: (granted: boolean) => world(granted ? [assignment(here, "responder")] : [])
    },
    "by a deny assignment": {
      who: playbook,
      answers: (granted: boolean) => world([assignment(here, "responder")], granted ? [] : [deny({})])
    },
    "out of the role's definition": {
      who: playbook,
      answers: (granted: boolean) => (last: string) =>
        last === "responder" && !granted
          ? { status: 200, body: { properties: { permissions: [reader] } } }
          : world([assignment(here, "responder")])(last)
    }
  }

  it.each(Object.entries(ways))("%s doesn't count any more", async (_, { who, answers }) => {
    let granted = true
    const { result } = await inWorld(
      (last) => answers(granted)(last),
      (source) =>
        Effect.gen(function* () {
          const mayWrite = Effect.map(source.rightsOf(who, soc), (rights) => isGranted(rights, incidentsWrite))
          const before = yield* mayWrite
          granted = false
          return [before, yield* mayWrite]
        })
    )
    expect(result).toEqual([true, false])
  })
})

it("an assignment reaches what is below it, with slashes at its end too", () => {
  expect(reaches(`${subscription}//`, here)).toBe(true)
  expect(reaches("//", here)).toBe(true)
})

it("an assignment always reaches what is below it, and nothing beside it", () => {
  const segment = fc.stringMatching(/^[A-Za-z0-9-]{1,8}$/)
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 6 }), fc.nat({ max: 6 }), segment, (parts, cut, extra) => {
      const path = `/${parts.join("/")}`
      const above = `/${parts.slice(0, cut).join("/")}`
      expect(reaches(above, path.toUpperCase())).toBe(true)
      expect(reaches(`${path}${extra}`, path)).toBe(false)
      expect(reaches(path, `${path}${extra}`)).toBe(false)
      expect(reaches(`${path}/${extra}`, path)).toBe(false)
    })
  )
})
