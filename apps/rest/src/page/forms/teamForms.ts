import { PeopleBody, RenameBody } from "@incident-teams/api/teams/TeamBodies"
import type { MemberView } from "@incident-teams/api/teams/TeamView"
import { type TeamAction, teamActions, whyNotTeamAction } from "@incident-teams/api/words/teamActions"
import { loadTeam } from "@incident-teams/application/changes/decideAndCommit"
import { servingTeamId } from "@incident-teams/application/links/servingTeam"
import type { Stored } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { archiveNow, keepOpen, requireClosing } from "@incident-teams/application/use-cases/archiveTeam"
import { changeableTeam } from "@incident-teams/application/use-cases/changeableTeam"
import { detailsOf } from "@incident-teams/application/use-cases/getTeam"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { recreateTeam, restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option, Schema } from "effect"
import type { VerifiedSession } from "../../authentication/TokenVerifier.ts"
import type { Services } from "../../Services.ts"
import { teamEtag } from "../../views/teamEtag.ts"
import { teamView } from "../../views/teamView.ts"
import type { FormUse } from "../formMark.ts"
import { hiddenField, textArea, textField } from "../html/form.ts"
import { type Html, html } from "../html/Html.ts"
import type { PageFailure } from "../PageFailure.ts"
import { done, enteredOr, type PersonForm } from "./PageForm.ts"
import { pickedIn, referenceOf } from "./picked.ts"
import { foundShown, pickerShown, pickerStep } from "./picker.ts"
import { unreadable } from "./unreadable.ts"

const decodePeople = Schema.decodeUnknownOption(PeopleBody)
const decodeNames = Schema.decodeUnknownOption(RenameBody)

/** People of the team who can be chosen to be removed. */
const mostShown = 500

/** Why people and name of a team can't be changed that was deleted in Teams. */
const deleted = "The team was deleted in Teams. Restore it within 30 days, or recreate it."

const changeable = Effect.fnUntraced(function* (sender: VerifiedSession, id: IncidentId) {
  return teamView(yield* detailsOf(yield* changeableTeam(sender, yield* servingTeamId(id))))
})

/** Adds and removes people and groups. */
export const peopleForm: PersonForm = {
  use: "people",
  path: "/team/people",

  shown: Effect.fnUntraced(function* ({ sender, id, given }) {
    const team = yield* changeable(sender, id)
    const { name, phase, people, groups } = team
    const title = `Add or remove people: ${name}`
    if (phase === "lost") return { title, whyNot: deleted }
    return {
      title,
      content: html`${yield* pickerShown(sender, given, team)}
        <button class="button primary" name="do" value="send" id="send">Add to the team</button>
        ${removal(people.filter(isRemovable), groups, new Set(given.getAll("remove")))}`
    }
  }),

  found: Effect.fnUntraced(function* ({ sender, id, given }) {
    return yield* foundShown(sender, given, yield* changeable(sender, id))
  }),

  sent: Effect.fnUntraced(function* ({ sender, id, given }) {
    const step = yield* pickerStep(sender, given)
    if (Option.isSome(step)) return step.value
    const team = yield* servingTeamId(id)
    const removes = given.get("do") === "remove"
    const body = decodePeople(pickedIn(given, removes ? "remove" : "chosen"))
    if (Option.isNone(body)) return unreadable(given)
    const { people = [], groups = [] } = body.value
    yield* removes ? removePeople(sender, team, { people, groups }) : addPeople(sender, team, { people, groups })
    return done
  })
}

const isRemovable = ({ status, role }: MemberView): boolean =>
  role !== undefined || status === "asked" || status === "added" || status === "notRemoved"

interface Named {
  readonly id: string
  readonly name: string
}

const removal = (people: ReadonlyArray<MemberView>, groups: ReadonlyArray<Named>, chosen: ReadonlySet<string>): Html =>
  html`<fieldset class="removal">
    <legend>Remove from the team</legend>
    <p class="quiet">Removing a group also removes the people who are in the team only because of it.</p>
    ${groups.map((group) => choice(`Group:${group.id}`, `${group.name} (group)`, chosen))}
    ${people.slice(0, mostShown).map((person) => choice(referenceOf({ _tag: "Person", id: person.id }), person.name, chosen))}
    ${people.length > mostShown ? html`<p class="quiet">And ${people.length - mostShown} more.</p>` : ""}
    <button class="button" name="do" value="remove" id="remove">Remove selected</button>
  </fieldset>`

const choice = (reference: string, name: string, chosen: ReadonlySet<string>): Html =>
  html`<label class="choice"
    ><input type="checkbox" name="remove" value="${reference}" ${chosen.has(reference) ? "checked" : ""} />
    ${name}</label
  >`

/** How it is now, beside something else that was entered. */
const nowHelp = (now: string, entered: string): { readonly help?: string } =>
  now === entered ? {} : { help: `Now: ${now}` }

/** Another name and description, unless someone else changed the team since the form was opened. */
export const renameForm: PersonForm = {
  use: "rename",
  path: "/team/name",

  shown: Effect.fnUntraced(function* ({ sender, id, given }, refusal) {
    const details = yield* detailsOf(yield* changeableTeam(sender, yield* servingTeamId(id)))
    const { name, description, phase } = details.stored.team
    const title = "Rename team"
    if (phase === "lost") return { title, whyNot: deleted }
    const enteredName = enteredOr(name, given.get("name"), given.get("wasName"))
    const enteredDescription = enteredOr(description, given.get("description"), given.get("wasDescription"))
    return {
      title,
      content: html`${hiddenField("seen", teamEtag(details))} ${hiddenField("wasName", name)}
        ${hiddenField("wasDescription", description)}
        ${textField({ name: "name", label: "Team name", value: enteredName, ...nowHelp(name, enteredName), refusal })}
        ${textArea({
          name: "description",
          label: "Description",
          value: enteredDescription,
          ...nowHelp(description, enteredDescription),
          refusal
        })} <button class="button primary" id="send">Rename</button>`
    }
  }),

  sent: Effect.fnUntraced(function* ({ sender, id, given }) {
    const names = decodeNames({ name: given.get("name") ?? "", description: given.get("description") ?? "" })
    if (Option.isNone(names)) return unreadable(given)
    yield* renameTeam(sender, yield* servingTeamId(id), {
      ...names.value,
      unchanged: (details) => teamEtag(details) === given.get("seen")
    })
    return done
  })
}

/** A button with a sentence: what it does to the team needs no field. */
const buttonAlone = (
  use: FormUse,
  action: TeamAction,
  requireRight: (sender: VerifiedSession, team: TeamId) => Effect.Effect<Stored, PageFailure, Services>,
  carryOut: (sender: VerifiedSession, team: TeamId) => Effect.Effect<unknown, PageFailure, Services>
): PersonForm => ({
  use,
  path: `/team/${use}`,
  shown: Effect.fnUntraced(function* ({ sender, id }) {
    const details = yield* detailsOf(yield* requireRight(sender, yield* servingTeamId(id)))
    const { title, sentence } = teamActions[action]
    const whyNot = whyNotTeamAction(action, teamView(details))
    if (whyNot !== undefined) return { title, whyNot }
    return {
      title,
      content: html`<p>${sentence}</p>
        <button class="button primary" id="send">${title}</button>`
    }
  }),
  sent: Effect.fnUntraced(function* ({ sender, id }) {
    yield* carryOut(sender, yield* servingTeamId(id))
    return done
  })
})

export const retryForm = buttonAlone("retry", "retry", changeableTeam, retryTeam)
export const restoreForm = buttonAlone("restore", "restore", changeableTeam, restoreTeam)
export const recreateForm = buttonAlone("recreate", "recreate", changeableTeam, recreateTeam)

const closableTeam = Effect.fnUntraced(function* (sender: VerifiedSession, id: TeamId) {
  const stored = yield* loadTeam(id)
  yield* requireClosing(sender, stored.team)
  return stored
})

export const archiveNowForm = buttonAlone("archive-now", "archiveNow", closableTeam, archiveNow)
export const keepOpenForm = buttonAlone("keep-open", "keepOpen", closableTeam, keepOpen)
