import { Box, Text } from "ink"
import type { ReactNode } from "react"
import { span } from "./Line.ts"
import { blanked, useColor } from "./Styled.tsx"

export interface PanelProps {
  readonly title: string
  /** At the bottom edge, such as where one is in a list. */
  readonly foot?: string
  readonly width: number
  /** Cells. */
  readonly height?: number
  /** Cells; in place of `height`: it is as high as its content, and hides what is under it. */
  readonly maxHeight?: number
  /** The one that keys go to. */
  readonly active?: boolean
  readonly children: ReactNode
}

/** A frame with a title on its upper edge. */
export const Panel = ({ title, foot = "", width, height, maxHeight, active = false, children }: PanelProps) => {
  const muted = useColor("muted")
  const accent = useColor("accent")
  return (
    <Box
      flexDirection="column"
      flexShrink={0}
      width={width}
      {...(height === undefined ? {} : { height })}
      {...(maxHeight === undefined ? {} : { maxHeight, ...blanked })}
      borderStyle="round"
      borderColor={active ? accent : muted}
    >
      <Box position="absolute" top={-1} left={1} right={1}>
        <Text wrap="truncate-end" bold aria-label={span(title).text}>
          {span(` ${title} `).text}
        </Text>
      </Box>
      <Box flexDirection="column" flexGrow={1} paddingX={1} overflow="hidden">
        {children}
      </Box>
      {foot === "" ? undefined : (
        <Box position="absolute" bottom={-1} left={1} right={1}>
          <Text wrap="truncate-end" color={muted} aria-label={foot}>
            {` ${foot} `}
          </Text>
        </Box>
      )}
    </Box>
  )
}
