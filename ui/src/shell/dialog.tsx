import { Modal, type ModalProps } from '@mantine/core';
import { useFocusBack } from './use-focus-back';

interface DialogProps extends Omit<ModalProps, 'opened'> {
  /** What the button that closes it is called. */
  closing?: string;
}

/** A dialog that is open as long as it is there. */
export function Dialog({ closing = 'Close', ...props }: DialogProps) {
  useFocusBack();
  return <Modal opened closeButtonProps={{ 'aria-label': closing }} {...props} />;
}
