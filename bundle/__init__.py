"""The folder that installs without internet: how it is made, and what is checked before it installs."""
