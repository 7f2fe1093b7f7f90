@echo off
rem Find a Python that the bundle serves and hand over to it. Only ASCII here: cmd.exe reads this file in the code page of the machine.
chcp 65001 >nul
cd /d "%~dp0"
for %%v in ({pythons}) do (
  py -%%v -c "" >nul 2>nul && (
    py -%%v run.py %*
    goto end
  )
)
python -c "" >nul 2>nul && (
  python run.py %*
  goto end
)
type bundle\no-python.txt
:end
pause
