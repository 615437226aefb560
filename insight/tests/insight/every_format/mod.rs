//! What must hold of every format, whatever it is: a format joins by the files in its folder.
//!
//! `tests/data/<id of a format>/` holds outputs of real runs made for this project and `golden.txt`, what is read from them.
//! Public outputs lie beside the repository; a run that sets `CI` fails without them.

mod damage;
mod golden;
mod itself;
mod place;
mod sample;
mod token;
mod twin;
