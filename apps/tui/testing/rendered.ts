import { renderToString } from "ink"
import { createElement } from "react"
import type { State } from "../src/console/State.ts"
import { View } from "../src/screens/View.tsx"

/** What is to be seen of a state, as text without colors. */
export const rendered = (state: State): string =>
  renderToString(createElement(View, { state }), { columns: state.size.columns })
