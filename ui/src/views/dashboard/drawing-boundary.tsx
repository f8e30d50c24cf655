import { Component, type ReactNode } from 'react';
import classes from './dashboard.module.css';

interface DrawingBoundaryProps {
  /** A new value gives the drawing another try. */
  resetKey: number;
  children: ReactNode;
}

/** Keeps a drawing that throws from taking the other panels with it. */
export class DrawingBoundary extends Component<DrawingBoundaryProps, { message: string | null }> {
  override state: { message: string | null } = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : 'unknown error' };
  }

  override componentDidUpdate(previous: DrawingBoundaryProps) {
    if (this.state.message !== null && previous.resetKey !== this.props.resetKey)
      this.setState({ message: null });
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return <div className={classes.note}>This panel could not be drawn: {this.state.message}</div>;
  }
}
