import type { PrincipalView } from "@incident-teams/api/values/People"
import type { Screen } from "../output/Screen.ts"
import { table } from "../output/table.ts"

export const favoriteLines = (
  { items }: { readonly items: ReadonlyArray<PrincipalView> },
  { width }: Screen
): ReadonlyArray<string> =>
  items.length === 0
    ? ["There is no favorite."]
    : table(
        [
          { title: "NAME", cell: ({ name }) => name, shrinks: true },
          { title: "KIND", cell: ({ kind }) => kind },
          { title: "ID", cell: ({ id }) => id, goes: 1 }
        ],
        items,
        width
      )
