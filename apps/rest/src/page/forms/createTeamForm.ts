import { NewTeamBody } from "@incident-teams/api/teams/NewTeamBody"
import { teamServing } from "@incident-teams/application/links/servingTeam"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { draftTeam } from "@incident-teams/application/use-cases/draftTeam"
import { TeamExists } from "@incident-teams/domain/team/TeamRejection"
import { Effect, Option, Schema } from "effect"
import { textArea, textField } from "../html/form.ts"
import { html } from "../html/Html.ts"
import { done, type PersonForm, type Sent } from "./PageForm.ts"
import { pickedIn } from "./picked.ts"
import { foundShown, pickerShown, pickerStep } from "./picker.ts"
import { unreadable } from "./unreadable.ts"

const decode = Schema.decodeUnknownOption(NewTeamBody)

/** A new team: everything filled in, and nothing required. */
export const createTeamForm: PersonForm = {
  use: "create",
  path: "/team/new",

  shown: Effect.fnUntraced(function* ({ sender, id, given }, refusal) {
    // Refused for those who may not create it, so that nobody fills in a form in vain.
    const draft = yield* draftTeam(sender, id)
    const existing = yield* teamServing(id)
    if (Option.isSome(existing)) return yield* new TeamExists({ team: existing.value.id })
    const isNew = !given.has("picked")
    const picker = yield* pickerShown(sender, given, undefined, isNew ? draft.preselected : undefined)
    return {
      title: "Create team",
      content: html`<p class="quiet">
          Incident ${draft.incident.number}: ${draft.incident.title}. You will own the team.
        </p>
        ${textField({ name: "name", label: "Team name", value: given.get("name") ?? draft.name, refusal })}
        ${textArea({
          name: "description",
          label: "Description",
          value: given.get("description") ?? draft.description,
          refusal
        })}
        ${picker}
        <button class="button primary" name="do" value="send" id="send">Create team</button>`
    }
  }),

  found: ({ sender, given }) => foundShown(sender, given),

  sent: Effect.fnUntraced(function* ({ sender, id, given }) {
    const step = yield* pickerStep(sender, given)
    if (Option.isSome(step)) return step.value
    const body = decode({
      name: given.get("name") ?? "",
      description: given.get("description") ?? "",
      ...pickedIn(given)
    })
    if (Option.isNone(body)) return unreadable(given) satisfies Sent
    const { name, description, people = [], groups = [] } = body.value
    yield* createTeam(sender, {
      incident: id,
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      people,
      groups
    })
    return done
  })
}
