/** How full something is, as a bar and in numbers: it can be read without a colour. */
import { type Span, span } from '../../line.ts';

const PARTS = '▏▎▍▌▋▊▉█';

/** `▕██▌···▏` of `cells` columns between its ends; whatever is there shows at least a sliver. */
export function meter(used: number, capacity: number, cells: number): Span {
  const share = capacity <= 0 ? 0 : Math.min(1, used / capacity);
  const eighths = used > 0 ? Math.max(1, Math.round(share * cells * 8)) : 0;
  const whole = '█'.repeat(Math.floor(eighths / 8));
  const part = eighths % 8 === 0 ? '' : (PARTS[(eighths % 8) - 1] ?? '');
  return span(`▕${(whole + part).padEnd(cells, '·')}▏`, share >= 1 ? 'waiting' : 'good');
}
