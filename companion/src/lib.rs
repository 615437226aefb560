//! The native side: the server beside the GPU.
