import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { IncidentSource, NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import { handOn } from "@incident-teams/application/testing/Hand"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { cookieOf, markOf, personCookies, publicUrl, tokenCookiesOf } from "../../../testing/pageVisitors.ts"
import { restUnderTest } from "../../../testing/restUnderTest.ts"
import { sample, type SampleCaller, tier1 } from "../../../testing/sampleCallers.ts"
import { tokenOf } from "../../../testing/testTokens.ts"
import { personForms, readerForms } from "./forms.ts"

let rest = restUnderTest()
beforeEach(() => {
  rest = restUnderTest()
})
afterEach(() => rest.settled())

type Fields = Readonly<Record<string, string>> | ReadonlyArray<readonly [string, string]>

const visit = async (path: string, who: SampleCaller | undefined, init: RequestInit = {}) => {
  const headers = new Headers(init.headers)
  if (who !== undefined && !headers.has("cookie")) headers.set("cookie", await personCookies(who))
  const answer = await rest.app.request(path, { ...init, headers })
  return { status: answer.status, to: answer.headers.get("location") ?? "", text: await answer.text() }
}

const post = (path: string, who: SampleCaller, fields: Fields, headers: Readonly<Record<string, string>> = {}) =>
  visit(path, who, {
    method: "POST",
    body: new URLSearchParams(pairs(fields).map(([name, value]) => [name, value])),
    headers: { origin: publicUrl, ...headers }
  })

const pairs = (fields: Fields): ReadonlyArray<readonly [string, string]> =>
  Symbol.iterator in fields ? fields : Object.entries(fields)

const unescaped = (text: string): string =>
  text
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")

/** The fields that a form on this page sends unless someone changes them. */
const fieldsOf = (text: string, id = "form"): ReadonlyArray<readonly [string, string]> => {
  const [, form = ""] = new RegExp(`<form[^>]* id="${id}"[^>]*>([\\s\\S]*?)</form>`, "u").exec(text) ?? []
  const attribute = (tag: string, name: string) => {
    const value = new RegExp(` ${name}="([^"]*)"`, "u").exec(tag)?.[1]
    return value === undefined ? undefined : unescaped(value)
  }
  const inputs = [...form.matchAll(/<input[^>]*>/gu)].flatMap(([tag]) => {
    const name = attribute(tag, "name")
    const off = tag.includes('type="checkbox"') && !tag.includes(" checked")
    return name === undefined || off ? [] : [[name, attribute(tag, "value") ?? ""] as const]
  })
  const areas = [...form.matchAll(/<textarea[^>]* name="([^"]+)"[^>]*>\n?([^<]*)</gu)].map(
    ([, name = "", value = ""]) => [name, unescaped(value)] as const
  )
  const choices = [...form.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/gu)].map(
    ([, name = "", options = ""]) => [name, / value="([^"]*)" selected/u.exec(options)?.[1] ?? ""] as const
  )
  return [...inputs, ...areas, ...choices]
}

/** Those, with these in place of what the form says. */
const filled = (text: string, more: Readonly<Record<string, string>>, id?: string) => {
  const kept = fieldsOf(text, id).filter(([name]) => !(name in more))
  return [...kept, ...Object.entries(more)] as const
}

const newIncident = async () => (await rest.newIncident({ title: "Phishing" })).id
const at = (id: string, path = "") => `/incidents/${encodeURIComponent(id)}${path}`
const teamOf = async (id: string) => (await rest.send("GET", `/v1/incidents/${id}/team`, { as: "ben" })).body
const withTeam = async (people: ReadonlyArray<string> = []) => {
  const incident = await rest.newIncident({ title: "Phishing" })
  await rest.send("POST", `/v1/incidents/${incident.id}/team`, { as: "ben", body: { people } })
  await rest.work()
  return incident
}
const incidentNow = async (id: string) => (await rest.send("GET", `/v1/incidents/${id}`, { as: "ben" })).body

describe("creating a team", () => {
  const path = "/team/new"

  it("begins with name, description and favorites, and goes on by its buttons until it is sent", async () => {
    const id = await newIncident()
    await rest.send("PUT", `/v1/favorites/people/${sample.hugo.id}`, { as: "ben" })
    const opened = await visit(at(id, path), "ben")
    expect(opened.status).toBe(200)
    expect(opened.text).toContain("Won't be added: The account is disabled.")
    const found = await post(at(id, path), "ben", filled(opened.text, { search: "Chl", do: "search" }))
    // Two people may have the same name.
    expect(found.text).toMatch(/<strong>Chloe Sample<\/strong> <span class="quiet">[^<]*chloe@/u)
    const none = await post(at(id, path), "ben", filled(opened.text, { search: "Zzz", do: "search" }))
    expect(none.text).toContain("No one else found for “Zzz”.")
    expect(none.text).not.toContain('aria-label="Found"')
    const chloe = `Person:${sample.chloe.id}`
    const added = await post(at(id, path), "ben", filled(found.text, { do: `add ${chloe}` }))
    expect(fieldsOf(added.text)).toContainEqual(["chosen", chloe])
    const starred = await post(at(id, path), "ben", filled(added.text, { do: `star ${chloe}` }))
    expect(starred.text).toMatch(/aria-pressed="true"[^>]*aria-label="Favorite: Chloe Sample"/u)
    const hugo = `Person:${sample.hugo.id}`
    const dropped = await post(at(id, path), "ben", filled(starred.text, { do: `drop ${hugo}`, search: "" }))
    expect(fieldsOf(dropped.text)).not.toContainEqual(["chosen", hugo])
    const group = await post(at(id, path), "ben", filled(dropped.text, { do: `add Group:${tier1.id}` }))
    expect(group.text).toContain("Group, 3 people")
    expect(await rest.teams()).toEqual([])
    const sent = await post(at(id, path), "ben", filled(group.text, { do: "send", name: "War room" }))
    expect(sent).toMatchObject({ status: 303, to: `${at(id)}#team` })
    await rest.work()
    const team = await teamOf(id)
    expect(team).toMatchObject({ name: "War room", phase: "open" })
    expect(team.people.map(({ name }: { readonly name: string }) => name)).toContain("Chloe Sample")
    const favorites = await rest.send("GET", "/v1/favorites", { as: "ben" })
    expect(favorites.body.items).toHaveLength(2)
  })

  it("sent twice is carried out once, and shows the same", async () => {
    const id = await newIncident()
    const { text } = await visit(at(id, path), "ben")
    const fields = filled(text, { do: "send" })
    const answers = await Promise.all([post(at(id, path), "ben", fields), post(at(id, path), "ben", fields)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    await rest.work()
    expect(await rest.teams()).toHaveLength(1)
  })

  it("says beside the name why that isn't taken, and keeps everything else", async () => {
    const id = await newIncident()
    const { text } = await visit(at(id, path), "ben")
    const fields = filled(text, { do: "send", name: "  ", description: "Kept", chosen: `Person:${sample.chloe.id}` })
    const refused = await post(at(id, path), "ben", fields)
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('id="name-error">The name is blank.')
    expect(refused.text).toMatch(/name="name"[^>]*aria-describedby="name-error"\s+aria-invalid="true"/u)
    expect(fieldsOf(refused.text)).toContainEqual(["description", "Kept"])
    expect(fieldsOf(refused.text)).toContainEqual(["chosen", `Person:${sample.chloe.id}`])
  })

  it("isn't offered for an incident that has a team: no one fills it in for nothing", async () => {
    const { id } = await withTeam()
    const { status, text } = await visit(at(id, path), "ben")
    expect(status).toBe(409)
    expect(text).toContain("The incident already has a team.")
    expect(text).toContain("the page shows its team")
    expect(text).not.toContain('name="description"')
  })

  it("is a reason in place of the button for a person who may not", async () => {
    const id = await newIncident()
    for (const who of ["dev", "chloe"] as const) {
      const { text } = await visit(at(id), who)
      expect(text).not.toContain(at(id, path))
      expect(text).toContain("You may not create a team for an incident of the workspace soc. Missing:")
    }
    expect((await visit(at(id), "ben")).text).toContain(`href="${at(id, path)}"`)
  })
})

describe("changing a team", () => {
  const openTeam = async () => {
    const id = await newIncident()
    await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: { people: [sample.elif.id] } })
    await rest.work()
    return id
  }

  it("adds and removes people", async () => {
    const id = await openTeam()
    const { text } = await visit(at(id, "/team/people"), "ben")
    const chloe = `Person:${sample.chloe.id}`
    expect((await post(at(id, "/team/people"), "ben", filled(text, { do: "send", chosen: chloe }))).status).toBe(303)
    const elif = `Person:${sample.elif.id}`
    const opened = await visit(at(id, "/team/people"), "ben")
    expect(
      (await post(at(id, "/team/people"), "ben", filled(opened.text, { do: "remove", remove: elif }))).status
    ).toBe(303)
    await rest.work()
    const members: ReadonlyArray<{ readonly name: string; readonly role?: string }> = (await teamOf(id)).people
    expect(members.filter(({ role }) => role === "member").map(({ name }) => name)).toEqual(["Chloe Sample"])
    const again = await visit(at(id, "/team/people"), "ben")
    const nobody = await post(at(id, "/team/people"), "ben", filled(again.text, { do: "send" }))
    expect(nobody.status).toBe(422)
    expect(nobody.text).toContain("Select at least one person or group.")
  })

  it("offers no one whom adding would change nothing about", async () => {
    const id = await openTeam()
    const { text } = await visit(at(id, "/team/people"), "ben")
    const searched = await post(at(id, "/team/people"), "ben", filled(text, { do: "search", search: "Elif" }))
    expect(searched.text).toContain("Already in the team")
    expect(searched.text).not.toContain('aria-label="Add Elif Sample"')
    // Sent again with something else in it, the form that was opened would have no effect.
    const other = await post(at(id, "/team/people"), "ben", filled(searched.text, { do: "search", search: "Chloe" }))
    expect(other.text).toContain('aria-label="Add Chloe Sample"')
  })

  it("renames it, and overwrites nothing that someone else changed meanwhile", async () => {
    const id = await openTeam()
    const { text } = await visit(at(id, "/team/name"), "ben")
    await rest.send("PATCH", `/v1/teams/${(await teamOf(id)).id}`, { as: "ana", body: { name: "Ana's" } })
    const late = await post(at(id, "/team/name"), "ben", filled(text, { name: "Ben's" }))
    expect(late.status).toBe(412)
    expect(late.text).toContain("The team has changed since it was read.")
    expect(late.text).toContain("Nothing was overwritten. Check the form, and send it again")
    expect(late.text).toContain("Now: Ana&#39;s")
    expect((await teamOf(id)).name).toBe("Ana's")
    expect((await post(at(id, "/team/name"), "ben", filled(late.text, {}))).status).toBe(303)
    expect((await teamOf(id)).name).toBe("Ben's")
  })

  it("keeps the description that someone else gave it when a name is sent again", async () => {
    const id = await openTeam()
    const { text } = await visit(at(id, "/team/name"), "ben")
    const { id: team } = await teamOf(id)
    await rest.send("PATCH", `/v1/teams/${team}`, { as: "ana", body: { description: "Two\nlines" } })
    const late = await post(at(id, "/team/name"), "ben", filled(text, { name: "Ben's" }))
    expect(late.status).toBe(412)
    expect((await post(at(id, "/team/name"), "ben", filled(late.text, {}))).status).toBe(303)
    expect(await teamOf(id)).toMatchObject({ name: "Ben's", description: "Two\nlines" })
  })
})

describe("the incidents of a team", () => {
  const path = "/team/incidents"
  /** Searches on the form of the incident's page, then presses the button. */
  const pressed = async (id: string, search: string, button: string) => {
    const opened = await visit(at(id, path), "ben")
    const found = await post(at(id, path), "ben", filled(opened.text, { search, do: "search" }))
    expect(found.text).toContain(`value="${button}"`)
    const sent = await post(at(id, path), "ben", filled(found.text, { do: button }))
    expect(sent).toMatchObject({ status: 303, to: `${at(id)}#team` })
    await rest.work()
    return found.text
  }

  it("are found by number, linked, led by another one and unlinked; each has the team on its page", async () => {
    const [one, other] = [await withTeam(), await rest.newIncident({ title: "Stolen session" })]
    const found = await pressed(one.id, `#${other.number}`, `link ${other.id}`)
    expect(found).toContain("It has no team, so no one else is added.")
    const page = await visit(at(one.id), "dev")
    expect(page.text).toMatch(
      new RegExp(`<a href="${at(other.id)}">\\s*#${other.number} Stolen session\\s*</a\\s*>`, "u")
    )
    const others = await visit(at(other.id), "dev")
    expect(others.text).toContain(`aria-current="page">#${other.number} Stolen session`)
    expect(others.text).toContain(`href="${at(one.id)}"`)
    await pressed(one.id, "", `lead ${other.id}`)
    expect(await teamOf(one.id)).toMatchObject({ incident: { id: other.id } })
    await pressed(one.id, "", `unlink ${other.id}`)
    expect((await teamOf(one.id)).incidents).toHaveLength(1)
    // It was created for this one.
    expect((await visit(at(one.id, path), "ben")).text).not.toContain(`value="unlink ${one.id}"`)
  })

  it("bring the people of their own team along, who are named before", async () => {
    const [one, other] = [await withTeam(), await withTeam([sample.elif.id])]
    const found = await pressed(one.id, String(other.number), `merge ${other.id}`)
    expect(found).toContain("is merged into this one and archived. 1 person would be added: Elif Sample.")
    expect((await teamOf(other.id)).id).toBe((await teamOf(one.id)).id)
  })

  it("wait for a decision where a merge can't be followed, which is made by number", async () => {
    const { id, number } = await withTeam()
    const survivor = await rest.newIncident({ title: "The whole attack" })
    expect((await visit(at(id), "ben")).text).not.toContain(at(id, "/team/merge"))
    // In a circle.
    await rest.run(
      Effect.flatMap(IncidentHand, (hand) => hand.change(id, { status: "Closed", merged: { into: number } }))
    )
    await rest.run(observeIncident(id))
    await rest.work()
    const page = await visit(at(id), "ben")
    expect(page.text).toContain(`Microsoft Defender merged incident ${number} into another one`)
    expect(page.text).toContain(`href="${at(id, "/team/merge")}"`)
    const { text } = await visit(at(id, "/team/merge"), "ben")
    const unnamed = await post(at(id, "/team/merge"), "ben", filled(text, { into: "9999", do: "into" }))
    expect(unnamed).toMatchObject({ status: 422, text: expect.stringContaining("has no incident 9999.") })
    const fields = filled(unnamed.text, { into: String(survivor.number), do: "into" })
    expect((await post(at(id, "/team/merge"), "ben", fields)).status).toBe(303)
    await rest.work()
    expect(await teamOf(id)).toMatchObject({ incident: { id: survivor.id } })
    const merged = await visit(at(id), "ben")
    expect(merged.text.replaceAll(/\s+/gu, " ")).toContain(
      `Merged into <a href="${at(survivor.id)}">#${survivor.number}</a> by Microsoft Defender; the team continues there.`
    )
  })

  it("count as closed where a person says that no incident continues the merged one", async () => {
    const { id, number } = await withTeam()
    await rest.run(
      Effect.flatMap(IncidentHand, (hand) => hand.change(id, { status: "Closed", merged: { into: number } }))
    )
    await rest.run(observeIncident(id))
    const { text } = await visit(at(id, "/team/merge"), "ben")
    expect((await post(at(id, "/team/merge"), "ben", filled(text, { do: "none" }))).status).toBe(303)
    expect(await teamOf(id)).toMatchObject({ desiredState: "archived" })
  })

  it("are a reason in place of the button for a person who may not", async () => {
    const { id } = await withTeam()
    const { text } = await visit(at(id), "dev")
    expect(text).not.toContain(at(id, path))
    expect(text).toContain("You may not decide which incidents of the workspace soc share a team. Missing:")
    expect((await visit(at(id), "ben")).text).toContain(`href="${at(id, path)}"`)
  })
})

describe("a team whose incident was only seen to be closed", () => {
  beforeEach(() => {
    rest = restUnderTest({ closeGrace: 300_000 })
  })

  const seenClosed = async () => {
    const { id } = await withTeam()
    await rest.run(Effect.flatMap(IncidentHand, (hand) => hand.change(id, { status: "Closed" })))
    await rest.run(observeIncident(id))
    await rest.work()
    return id
  }

  const shown = async (id: string, who: SampleCaller) => (await visit(at(id), who)).text.replaceAll(/\s+/gu, " ")

  it("shows until when it stays open, and is kept open and archived by a button each", async () => {
    const id = await seenClosed()
    const { archivesAt } = await teamOf(id)
    expect(await shown(id, "ben")).toContain(`<p>The team is archived at <time datetime="${archivesAt}"`)
    const { text: before } = await visit(at(id), "ben")
    expect((await post(at(id, "/team/keep-open"), "ben", filled(before, {}, "keep-open"))).status).toBe(303)
    expect(await shown(id, "ben")).toContain("<p>Ben Sample has kept the team open since <time")
    const { text: kept } = await visit(at(id), "ben")
    expect(kept).not.toContain(at(id, "/team/keep-open"))
    expect((await post(at(id, "/team/archive-now"), "ben", filled(kept, {}, "archive-now"))).status).toBe(303)
    await rest.work()
    expect(await teamOf(id)).toMatchObject({ phase: "archived" })
    expect(await shown(id, "ben")).not.toContain(at(id, "/team/archive-now"))
  })

  it("has a reason in place of the buttons for those who may not close the incident", async () => {
    const id = await seenClosed()
    const text = await shown(id, "dev")
    expect(text).toContain("The team is archived at <time")
    expect(text).not.toContain(at(id, "/team/archive-now"))
    expect(text).toContain("You may not change this incident of the workspace soc. Missing:")
  })

  it("is shown in the list by a word", async () => {
    const id = await seenClosed()
    expect((await visit("/incidents", "ben")).text).toContain(">Closing</span")
    await rest.send("POST", `/v1/teams/${(await teamOf(id)).id}/keep-open`, { as: "ben" })
    expect((await visit("/incidents", "ben")).text).toContain(">Kept open</span")
  })
})

describe("a form that doesn't apply to the incident or its team", () => {
  const reason = async (id: string, path: string) => {
    const { status, text } = await visit(at(id, path), "ben")
    expect(text).toContain(`<a href="${at(id)}">Back to the incident</a>`)
    expect(text).not.toContain('id="form"')
    return [status, /<p class="note"[^>]*>([^<]*)<\/p>/u.exec(text)?.[1]?.trim()]
  }

  it("says why at its address, and isn't there", async () => {
    const { id, number } = await withTeam()
    expect(await reason(id, "/team/retry")).toEqual([
      409,
      "There is nothing to retry: nothing is blocked, delayed or refused."
    ])
    expect(await reason(id, "/team/restore")).toEqual([409, "Only a team that was deleted in Teams can be restored."])
    expect(await reason(id, "/team/recreate")).toEqual([409, "Only a team that was deleted in Teams can be recreated."])
    expect(await reason(id, "/team/archive-now")).toEqual([
      409,
      `Incident ${number} is open. To archive the team, close the incident.`
    ])
    expect(await reason(id, "/team/keep-open")).toEqual([
      409,
      "The team stays open as long as one of its incidents is open."
    ])
    expect(await reason(id, "/reopen")).toEqual([409, `Incident ${number} is already open.`])
    const { text } = await visit(at(id), "ben")
    for (const path of ["/team/retry", "/team/restore", "/team/recreate", "/team/archive-now", "/team/keep-open"])
      expect(text).not.toContain(at(id, path))
    const own = await visit(at(id, "/own"), "ben")
    expect((await post(at(id, "/own"), "ben", filled(own.text, {}))).status).toBe(303)
    expect(await reason(id, "/own")).toEqual([409, `You already own incident ${number}.`])
  })

  it("is that of a team that was deleted in Teams, of a decided request, or of a merge that there isn't", async () => {
    const { id } = await withTeam()
    expect(await reason(id, "/team/merge")).toEqual([409, "No incident of this team waits for a decision."])
    expect(await reason(id, "/access/decided")).toEqual([409, "This request isn&#39;t pending any more."])
    const [team] = await rest.teams()
    await rest.platform((hand) => (team === undefined ? undefined : hand.delete(team.id)))
    await vi.waitFor(
      async () => {
        await rest.work()
        expect(await teamOf(id)).toMatchObject({ phase: "lost" })
      },
      { timeout: 240_000 }
    )
    const deleted = "The team was deleted in Teams. Restore it within 30 days, or recreate it."
    for (const path of ["/team/people", "/team/name"]) expect(await reason(id, path)).toEqual([409, deleted])
    expect((await visit(at(id, "/team/restore"), "ben")).text).toContain('id="form"')
  })

  it("says what was refused once the team changed, without the form", async () => {
    rest = restUnderTest({ closeGrace: 300_000 })
    const { id } = await withTeam()
    await rest.run(Effect.flatMap(IncidentHand, (hand) => hand.change(id, { status: "Closed" })))
    await rest.run(observeIncident(id))
    const { text } = await visit(at(id, "/team/keep-open"), "ben")
    expect(text).toContain('id="form"')
    await rest.send("POST", `/v1/teams/${(await teamOf(id)).id}/archive-now`, { as: "ana" })
    const late = await post(at(id, "/team/keep-open"), "ben", filled(text, {}))
    expect(late.status).toBe(409)
    expect(late.text).toContain("The team isn&#39;t about to be archived.")
    expect(late.text).not.toContain('id="form"')
  })
})

describe("changing an incident", () => {
  it("closes it in the person's name, with a classification and a comment", async () => {
    const id = await newIncident()
    const { text } = await visit(at(id, "/close"), "chloe")
    expect(text).toMatch(/archives the incident's team, unless\s+the team serves another open incident\./u)
    const without = await post(at(id, "/close"), "chloe", filled(text, { classificationComment: "Kept" }))
    expect(without.status).toBe(422)
    expect(without.text).toContain('id="classification-error">Choose a classification.')
    expect(fieldsOf(without.text)).toContainEqual(["classificationComment", "Kept"])
    const fields = filled(without.text, { classification: "TruePositive/SuspiciousActivity" })
    expect((await post(at(id, "/close"), "chloe", fields)).status).toBe(303)
    expect(await incidentNow(id)).toMatchObject({
      status: "Closed",
      classification: "TruePositive",
      classificationReason: "SuspiciousActivity",
      classificationComment: "Kept"
    })
    // Pressed once more, it is as requested already.
    expect((await post(at(id, "/close"), "chloe", fields)).status).toBe(303)
  })

  it("takes ownership, reopens and changes severity by forms of their own", async () => {
    const id = await newIncident()
    const page = await visit(at(id), "ben")
    expect((await post(at(id, "/own"), "ben", filled(page.text, {}, "own"))).status).toBe(303)
    const { text } = await visit(at(id, "/change"), "ben")
    expect((await post(at(id, "/change"), "ben", filled(text, { severity: "High", status: "Active" }))).status).toBe(
      303
    )
    expect(await incidentNow(id)).toMatchObject({
      severity: "High",
      status: "Active",
      owner: { id: sample.ben.id, name: "Ben Sample" }
    })
    await rest.send("PATCH", `/v1/incidents/${id}`, {
      as: "ben",
      body: { status: "Closed", classification: "Undetermined" }
    })
    const closed = await visit(at(id), "ben")
    expect(closed.text).not.toContain('id="own"')
    expect((await post(at(id, "/reopen"), "ben", filled(closed.text, {}, "reopen"))).status).toBe(303)
    expect(await incidentNow(id)).toMatchObject({ status: "Active" })
  })

  it("offers the owner that there is once, whoever it is", async () => {
    const id = await newIncident()
    const offered = async () => {
      const { text } = await visit(at(id, "/change"), "ben")
      const [, owners = ""] = /<select[^>]* name="owner"[^>]*>(.*?)<\/select>/su.exec(text) ?? []
      return [...owners.matchAll(/<option[^>]*>([^<]*)</gu)].map(([, name]) => name)
    }
    expect(await offered()).toEqual(["Unassigned", "Ben Sample (you)"])
    for (const [as, choices] of [
      ["ana", ["Keep: Ana Sample", "Ben Sample (you)", "Unassigned"]],
      ["ben", ["Keep: Ben Sample", "Unassigned"]]
    ] as const) {
      const owner = { id: sample[as].id, kind: "User", name: sample[as].name }
      await rest.send("PATCH", `/v1/incidents/${id}`, { as, body: { owner } })
      expect(await offered()).toEqual(choices)
    }
  })

  it("goes back to the incident where a form is sent as it was opened, and changes nothing", async () => {
    const id = await newIncident()
    const before = await incidentNow(id)
    const { text } = await visit(at(id, "/change"), "ben")
    expect(await post(at(id, "/change"), "ben", filled(text, {}))).toMatchObject({ status: 303, to: `${at(id)}#team` })
    expect(await incidentNow(id)).toEqual(before)
  })

  it("tells what someone else changed meanwhile, and overwrites nothing", async () => {
    const id = await newIncident()
    const { text } = await visit(at(id, "/change"), "ben")
    await rest.send("PATCH", `/v1/incidents/${id}`, { as: "ana", body: { severity: "Low" } })
    const late = await post(at(id, "/change"), "ben", filled(text, { severity: "High" }))
    expect(late.status).toBe(409)
    expect(late.text).toContain("Someone else changed the incident since you opened this form.")
    expect(late.text).toContain("severity Low")
    expect(await incidentNow(id)).toMatchObject({ severity: "Low" })
    expect(fieldsOf(late.text)).toContainEqual(["severity", "High"])
    expect((await post(at(id, "/change"), "ben", filled(late.text, {}))).status).toBe(303)
    expect(await incidentNow(id)).toMatchObject({ severity: "High" })
  })

  it("shows what someone else changed where one changed nothing, so that sending it again undoes none of it", async () => {
    const id = await newIncident()
    const { text } = await visit(at(id, "/change"), "ben")
    await rest.send("PATCH", `/v1/incidents/${id}`, { as: "ana", body: { status: "Active" } })
    const late = await post(at(id, "/change"), "ben", filled(text, { severity: "High" }))
    expect(late.status).toBe(409)
    expect(fieldsOf(late.text)).toContainEqual(["status", "Active"])
    expect((await post(at(id, "/change"), "ben", filled(late.text, {}))).status).toBe(303)
    expect(await incidentNow(id)).toMatchObject({ severity: "High", status: "Active" })
  })

  it("isn't disturbed by another change, such as the comment with the team's link", async () => {
    const id = await newIncident()
    const { text } = await visit(at(id, "/close"), "ben")
    await rest.run(
      Effect.flatMap(IncidentHand, (hand) => hand.change(IncidentId.make(id), { labels: [{ name: "seen" }] }))
    )
    expect((await post(at(id, "/close"), "ben", filled(text, { classification: "Undetermined" }))).status).toBe(303)
  })
})

describe("a form that is sent without a usable sign-in", () => {
  const sent = { classificationComment: "Took\nlong <to> type", classification: "Undetermined", mark: "x", key: "k" }

  it.each([
    ["nobody", async () => ""],
    ["a session without a token", () => cookieOf("ben")],
    [
      "an expired token",
      async () => `${await cookieOf("ben")}; ${await tokenCookiesOf("ben", await tokenOf("ben", { lifetime: -10 }))}`
    ]
  ])("of %s is kept until they signed in, and is then shown as it was", async (_, cookies) => {
    const id = await newIncident()
    const answer = await post(at(id, "/close"), "ben", sent, { cookie: await cookies() })
    expect(answer.status).toBe(401)
    expect(answer.text).toContain("Sign in to continue")
    expect(answer.text).toContain('target="_blank" rel="noopener"')
    const kept = fieldsOf(answer.text, "continue")
    expect(kept.map(([name]) => name).toSorted((one, other) => one.localeCompare(other))).toEqual([
      "classification",
      "classificationComment"
    ])
    const again = await post(at(id, "/close"), "ben", [...kept, ["again", "1"]])
    expect(again.status).toBe(200)
    expect(again.text).toContain("Took\nlong &lt;to&gt; type")
    expect(await incidentNow(id)).toMatchObject({ status: "New" })
    expect((await post(at(id, "/close"), "ben", filled(again.text, {}))).status).toBe(303)
    expect(await incidentNow(id)).toMatchObject({ status: "Closed" })
  })

  it("leads to a sign-in that carries what a policy demands", async () => {
    const id = await newIncident()
    const { text } = await visit(at(id, "/close"), "ben")
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}'
    const demanded = new NotAuthorized({ reason: "Conditional Access demands more.", signIn: true, claims })
    await rest.use(handOn(IncidentSource), (hand) => hand.failNext("get", demanded))
    const answer = await post(at(id, "/close"), "ben", filled(text, { classification: "Undetermined" }))
    expect(answer.status).toBe(401)
    expect(answer.text).toContain("Conditional Access demands more.")
    const [, address = ""] = /id="sign-in"[\s\S]*?href="([^"]+)"/u.exec(answer.text) ?? []
    expect(address).not.toContain("acrs")
    const { to } = await visit(address.replaceAll("&amp;", "&"), undefined)
    expect(new URL(to).searchParams.get("claims")).toBe(claims)
  })
})

describe("a hostile post", () => {
  const stranger = "00000000-0000-4000-8000-00000000dead"
  const long = "x".repeat(20_000)
  interface Hostile {
    /** `mark` names one of the marks below; without it, the post has the right one. */
    readonly fields?: Readonly<Record<string, string>>
    readonly headers?: Readonly<Record<string, string>>
    /** What each form answers. Default: anything but a fault of ours. */
    readonly status?: number
  }
  const hostile: ReadonlyArray<readonly [string, Hostile]> = [
    ["without a mark", { fields: { mark: "none" }, status: 403 }],
    ["with a mark that is made up", { fields: { mark: "made up" }, status: 403 }],
    ["with someone else's mark", { fields: { mark: "ana's" }, status: 403 }],
    ["with the mark of another form", { fields: { mark: "another form's" }, status: 403 }],
    ["replayed from another incident", { fields: { mark: "another incident's" }, status: 403 }],
    ["from another site", { headers: { origin: "https://attacker.example" }, status: 403 }],
    ["from nowhere", { headers: { origin: "null" }, status: 403 }],
    ["that is empty", {}],
    [
      "that names people of another tenant",
      { fields: { do: "send", chosen: `Person:${stranger}`, remove: `Person:${stranger}` } }
    ],
    ["that names a group of another tenant", { fields: { do: "send", chosen: `Group:${stranger}` } }],
    ["that links an incident of another tenant", { fields: { do: "link elsewhere~1", incident: "elsewhere~1" } }],
    [
      "that merges the team of an incident that isn't there",
      { fields: { do: "merge soc~none", incident: "soc~none" } }
    ],
    [
      "that unlinks an incident of another team",
      { fields: { do: "unlink soc~none", into: "1", incident: "soc~none" } }
    ],
    [
      "of the wrong types",
      {
        fields: {
          do: "send",
          chosen: "Person:1",
          status: "[]",
          severity: "9",
          classification: "{}",
          name: "",
          reason: "",
          incident: "1",
          into: "-1"
        }
      }
    ],
    [
      "that is over-long",
      {
        fields: {
          do: "send",
          name: long,
          description: long,
          reason: long,
          classificationComment: long,
          search: long,
          into: long
        }
      }
    ],
    ["with a button that isn't there", { fields: { do: `delete Person:${sample.chloe.id}`, decision: "destroy" } }],
    ["with a key that isn't one", { fields: { key: "\u0000\u00ff", do: "nothing" } }],
    ["larger than any form", { fields: { padding: "x".repeat(2_000_000) }, status: 413 }]
  ]
  /** All that there are, at an address of each. */
  const forms = [...personForms, ...readerForms].map(({ path, use }) => ({
    path: path.replace(":requestId", "none"),
    use
  }))
  const marks: Readonly<Record<string, (use: string, id: string) => string>> = {
    none: () => "",
    "made up": () => "A".repeat(43),
    "ana's": (use, id) => markOf("ana", `${use} ${id}`),
    "another form's": () => markOf("ben", "sign-out"),
    "another incident's": (use) => markOf("ben", `${use} soc~another`)
  }

  it.each(hostile)(
    "%s has no effect, whatever the form, and breaks nothing",
    async (_, { fields = {}, headers = {}, status: expected }) => {
      const id = await newIncident()
      await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
      await rest.work()
      const state = async () => {
        const { etag: _etag, ...incident } = await incidentNow(id)
        const { updatedAt: _updated, ...team } = await teamOf(id)
        return { incident, team, teams: (await rest.teams()).length }
      }
      const before = await state()
      for (const { path, use } of forms) {
        const mark = marks[fields["mark"] ?? ""]?.(use, id) ?? markOf("ben", `${use} ${id}`)
        const { status } = await post(at(id, path), "ben", { ...fields, mark }, headers)
        if (expected !== undefined) expect(`${path} ${status}`).toBe(`${path} ${expected}`)
        // Joining needs no more than the mark, and its sender is in the team.
        else expect(`${path} ${status}`).toMatch(use === "join" ? / 303$/u : / (?:200|303|4\d\d)$/u)
      }
      expect(await state()).toEqual(before)
    }
  )

  it("that repeats an earlier one with something else in it has no effect", async () => {
    const id = await newIncident()
    await rest.send("POST", `/v1/incidents/${id}/team`, { as: "ben", body: {} })
    await rest.work()
    const { text } = await visit(at(id, "/team/name"), "ben")
    expect((await post(at(id, "/team/name"), "ben", filled(text, { name: "First" }))).status).toBe(303)
    const replayed = await post(at(id, "/team/name"), "ben", filled(text, { name: "Second" }))
    expect(replayed.status).toBe(422)
    expect(replayed.text).toContain("the request may have been carried out already")
    expect((await teamOf(id)).name).toBe("First")
  })

  it("to an incident of another workspace, or of none, is refused", async () => {
    for (const id of ["elsewhere~1", "soc~none", "none"]) {
      for (const { path, use } of forms) {
        const { status } = await post(at(id, path), "ben", { mark: markOf("ben", `${use} ${id}`), do: "send" })
        expect(`${id} ${path} ${status}`).toMatch(/ 4\d\d$/u)
      }
    }
  })
})
